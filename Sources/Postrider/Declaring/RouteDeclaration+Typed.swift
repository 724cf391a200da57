import HTTPTypes
import JSONSchema

extension RouteDeclaration {
    /// Erases the types of inputs and result, once and for all requests.
    init<each Value: Sendable, Output: Encodable & SchemaRepresentable & Sendable>(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ inputs: repeat Input<each Value>,
        options: RouteOptions,
        site: DeclarationSite,
        handler: @escaping @Sendable @concurrent (repeat each Value) async throws -> Output
    ) {
        var parts: [InputPart] = []
        for input in repeat each inputs {
            parts += input.parts
        }
        let plan = ResponsePlan<Output>(status: options.status)
        let result = ResultDeclaration(
            status: plan.status,
            contentType: plan.documentedContentType,
            schema: { Self.resultSchema(of: Output.self, in: &$0) },
            examples: exampleWriter(for: Output.self)
        )
        self.init(
            method: method,
            path: path,
            parts: parts,
            options: options,
            result: result,
            site: site
        ) { compiler in
            let readers = (repeat try (each inputs).makeReader(&compiler))
            return { reading in
                let values = (repeat try (each readers)(&reading))
                guard reading.errors.isEmpty else {
                    throw Problem.unprocessable(reading.errors)
                }
                return try plan.response(try await handler(repeat try present(each values)))
            }
        }
    }

    /// A missing property is left out, but a result that is nil is null.
    private static func resultSchema<Output: SchemaRepresentable>(
        of type: Output.Type,
        in registry: inout SchemaRegistry
    ) -> JSON {
        let schema = Output.schema(in: &registry)
        return Output.self is any OptionalValue.Type ? ["anyOf": [schema, ["type": "null"]]] : schema
    }
}
