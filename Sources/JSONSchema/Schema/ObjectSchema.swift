import OrderedCollections

/// The schema of a struct: an object with named properties.
///
/// ```swift
/// ObjectSchema("A user's paid plan.") {
///     Property("username", String.self, .minLength(3))
///     Property("monthly_fee", Double.self, description: "In euros.")
/// }.json(in: &registry)
/// ```
public struct ObjectSchema: Sendable {
    /// What is made of keys that no property has.
    public enum UnknownKeys: Sendable, Hashable {
        /// They are read past, so that senders may add some.
        case ignored
        /// They are errors: `additionalProperties: false`.
        case forbidden
    }

    /// Gathers properties, with `if` and `for` where they depend on something.
    public typealias Builder = ListBuilder<Property>

    private let description: String?
    private let unknownKeys: UnknownKeys
    private let isDeprecated: Bool
    private let properties: [Property]

    /// Describes an object.
    ///
    /// - Parameters:
    ///   - description: Prose, as CommonMark.
    ///   - unknownKeys: What is made of keys that no property has.
    ///   - deprecated: Whether the type is not to be used any more.
    ///   - properties: The properties, in the order of the document.
    public init(
        _ description: String? = nil,
        unknownKeys: UnknownKeys = .ignored,
        deprecated: Bool = false,
        @Builder properties: () -> [Property]
    ) {
        self.description = description
        self.unknownKeys = unknownKeys
        isDeprecated = deprecated
        self.properties = properties()
    }

    /// The schema, in the registry's direction; its title is added with the component.
    public func json(in registry: inout SchemaRegistry) -> JSON {
        var members: OrderedDictionary<String, JSON> = [:]
        var required: [JSON] = []
        for property in properties {
            let schema = property.schema(in: &registry)
            guard members.updateValue(schema, forKey: property.name) == nil else {
                let place = registry.current.map { " of \($0.title)" } ?? ""
                registry.report("Property \"\(property.name)\"\(place) is declared twice.")
                continue
            }
            if property.isRequired(in: registry.direction) { required.append(.string(property.name)) }
        }
        var object: OrderedDictionary<String, JSON> = ["type": "object"]
        object["description"] = description.map(JSON.string)
        object["properties"] = .object(members)
        object["required"] = required.isEmpty ? nil : .array(required)
        object["additionalProperties"] = unknownKeys == .forbidden ? false : nil
        object["deprecated"] = isDeprecated ? true : nil
        return .object(object)
    }
}
