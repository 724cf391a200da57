import OrderedCollections

/// One property of an ``ObjectSchema``.
public struct Property: Sendable {
    /// The key in JSON.
    public let name: String

    private let constraints: [SchemaConstraint]
    private let title: String?
    private let description: String?
    private let isOptional: Bool
    private let valueSchema: @Sendable (inout SchemaRegistry) -> JSON
    private let defaultValue: Result<JSON, EncodingFault>?
    private let examples: Result<[JSON], EncodingFault>

    /// Describes a property.
    ///
    /// An optional type is not required; in the output direction it is never null. A default makes the property not
    /// required in the input direction; in the output direction it is always there.
    ///
    /// - Parameters:
    ///   - name: The key in JSON.
    ///   - type: The property's type.
    ///   - constraints: What is demanded beyond the type.
    ///   - default: The value that a missing key stands for. The type's `init(from:)` must see to that.
    ///   - examples: Values to show in documents.
    ///   - title: A title; usually the name says enough.
    ///   - description: Prose, as CommonMark.
    public init<Value: SchemaRepresentable & Encodable>(
        _ name: String,
        _ type: Value.Type,
        _ constraints: SchemaConstraint...,
        default: Value? = nil,
        examples: [Value] = [],
        title: String? = nil,
        description: String? = nil
    ) {
        self.name = name
        self.constraints = constraints
        self.title = title
        self.description = description
        isOptional = Value.self is any Omittable.Type
        valueSchema = { Value.schema(in: &$0) }
        defaultValue = `default`.map { EncodingFault.encode($0) }
        self.examples = EncodingFault.encode(examples).map { $0.arrayValue ?? [] }
    }
}

extension Property {
    /// Why a default or an example has no JSON form.
    private struct EncodingFault: Error {
        let message: String

        static func encode(_ value: some Encodable) -> Result<JSON, EncodingFault> {
            do {
                return .success(try JSONValueEncoder().encode(value))
            } catch EncodingError.invalidValue(_, let context) {
                return .failure(EncodingFault(message: context.debugDescription))
            } catch {
                return .failure(EncodingFault(message: "\(error)"))
            }
        }
    }

    /// Whether the key must be there.
    func isRequired(in direction: SchemaDirection) -> Bool {
        !isOptional && (direction == .output || defaultValue == nil)
    }

    func schema(in registry: inout SchemaRegistry) -> JSON {
        let bare = valueSchema(&registry)
        let constrained = bare.applying(constraints, at: place(in: registry), in: &registry)
        let described = constrained.annotated(title: title, description: description)
        return described.setting(values(in: &registry))
    }

    /// The default and the examples.
    private func values(in registry: inout SchemaRegistry) -> OrderedDictionary<String, JSON> {
        var values: OrderedDictionary<String, JSON> = [:]
        switch defaultValue {
        case .success(let value): if registry.direction == .input { values["default"] = value }
        case .failure(let fault): report("the default cannot be encoded: \(fault.message)", in: &registry)
        case nil: break
        }
        switch examples {
        case .success(let examples): if !examples.isEmpty { values["examples"] = .array(examples) }
        case .failure(let fault): report("an example cannot be encoded: \(fault.message)", in: &registry)
        }
        return values
    }

    private func place(in registry: SchemaRegistry) -> String {
        "Property \"\(name)\"" + (registry.current.map { " of \($0.title)" } ?? "")
    }

    private func report(_ fault: String, in registry: inout SchemaRegistry) {
        registry.report("\(place(in: registry)): \(fault).")
    }
}
