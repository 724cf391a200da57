import OrderedCollections

/// The schema of an enum whose payloads are told apart by trying one after the other: `anyOf`.
public struct AnyOfSchema: Sendable {
    private let description: String?
    private let types: [any SchemaRepresentable.Type]

    /// Describes an untagged union.
    ///
    /// - Parameters:
    ///   - description: Prose, as CommonMark.
    ///   - types: The payloads' types, in the order in which they are tried.
    public init(_ description: String? = nil, _ types: any SchemaRepresentable.Type...) {
        self.description = description
        self.types = types
    }

    /// The schema, in the registry's direction; its title is added with the component.
    public func json(in registry: inout SchemaRegistry) -> JSON {
        var schema: OrderedDictionary<String, JSON> = [:]
        schema["description"] = description.map(JSON.string)
        var options: [JSON] = []
        for type in types { options.append(type.schema(in: &registry)) }
        schema["anyOf"] = .array(options)
        return .object(schema)
    }
}
