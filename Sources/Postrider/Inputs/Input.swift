/// Something that a handler takes from the request: typed, documented, and checked before the handler runs.
///
/// The inputs of a route are listed between its path and its handler, and their values are the handler's arguments in
/// the same order:
///
/// ```swift
/// gateway.get("/users/{id}/invoices", .path("id", UUID.self), .query("limit", default: 50, .range(1...200))) { id, limit in
///     try await invoices(of: id, limit: limit)
/// }
/// ```
public struct Input<Value: Sendable>: Sendable {
    /// Reads the value; nil after it has reported a fault to the reading.
    typealias Reader = @Sendable (inout RequestReading) throws -> Value?

    /// What the document says of it.
    let parts: [InputPart]
    /// Prepares the reader at start, when every schema is known.
    let makeReader: @Sendable (inout InputCompiler) throws -> Reader

    init(parts: [InputPart], makeReader: @escaping @Sendable (inout InputCompiler) throws -> Reader) {
        self.parts = parts
        self.makeReader = makeReader
    }

    /// Bundles inputs into one value, to be stated once and used in many routes.
    public static func combining<each Part: Sendable>(
        _ inputs: repeat Input<each Part>,
        as make: @escaping @Sendable (repeat each Part) -> Value
    ) -> Input {
        var parts: [InputPart] = []
        for input in repeat each inputs {
            parts += input.parts
        }
        return Input(parts: parts) { compiler in
            let readers = (repeat try (each inputs).makeReader(&compiler))
            return { reading in
                let values = (repeat try (each readers)(&reading))
                do {
                    return make(repeat try present(each values))
                } catch is AbsentInput {
                    return nil
                }
            }
        }
    }
}

extension Input where Value == RequestContext {
    /// The request's context.
    public static var context: Input {
        Input(parts: []) { _ in { reading in reading.context } }
    }
}

/// A reader has no value because it has reported why.
struct AbsentInput: Error {}

func present<Value>(_ value: Value?) throws -> Value {
    guard let value else {
        throw AbsentInput()
    }
    return value
}

/// A fault of the gateway itself while it reads inputs; never the client's.
enum InputFault: Error {
    case missingPrincipal(String)
}
