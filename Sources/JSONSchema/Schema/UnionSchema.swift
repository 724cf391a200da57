import OrderedCollections

/// The schema of an enum with one payload per case, told apart by a property: `oneOf` with a `discriminator`.
///
/// ```swift
/// UnionSchema("A pet.", discriminator: "kind") {
///     Variant("cat", Cat.self)
///     Variant("dog", Dog.self)
/// }.json(in: &registry)
/// ```
///
/// A payload that does not pin the property to its tag itself gets a component that does, such as `Pet_cat`.
public struct UnionSchema: Sendable {
    /// Gathers variants.
    public typealias Builder = ListBuilder<Variant>

    private let description: String?
    private let discriminator: String
    private let variants: [Variant]

    /// Describes a union.
    ///
    /// - Parameters:
    ///   - description: Prose, as CommonMark.
    ///   - discriminator: The property that holds the tag.
    ///   - variants: The cases.
    public init(_ description: String? = nil, discriminator: String, @Builder variants: () -> [Variant]) {
        self.description = description
        self.discriminator = discriminator
        self.variants = variants()
    }

    /// The schema, in the registry's direction; its title is added with the component.
    public func json(in registry: inout SchemaRegistry) -> JSON {
        var options: [JSON] = []
        var mapping: OrderedDictionary<String, JSON> = [:]
        let place = registry.current.map { " of \($0.title)" } ?? ""
        if variants.isEmpty { registry.report("The union\(place) has no variants.") }
        for variant in variants {
            let reference = variant.reference(discriminator: discriminator, in: &registry)
            options.append(reference)
            guard mapping.updateValue(reference["$ref"] ?? "", forKey: variant.tag) == nil else {
                registry.report("The union\(place) has two variants \"\(variant.tag)\".")
                continue
            }
        }
        var schema: OrderedDictionary<String, JSON> = [:]
        schema["description"] = description.map(JSON.string)
        schema["oneOf"] = .array(options)
        schema["discriminator"] = ["propertyName": .string(discriminator), "mapping": .object(mapping)]
        return .object(schema)
    }
}

/// One case of a ``UnionSchema``.
public struct Variant: Sendable {
    /// The value of the discriminating property.
    public let tag: String
    /// The type of the payload.
    public let type: any SchemaComponent.Type

    /// Creates a case.
    public init(_ tag: String, _ type: any SchemaComponent.Type) {
        self.tag = tag
        self.type = type
    }

    /// A reference to a component that is valid only with the tag.
    fileprivate func reference(discriminator: String, in registry: inout SchemaRegistry) -> JSON {
        let reference = registry.reference(to: type)
        guard !registry.isShallow else { return reference }
        let definition = registry.definition(of: type)
        if pinsTag(definition, discriminator) { return reference }
        let union = registry.current?.title ?? type.schemaName
        let origin = "the variant \"\(tag)\" of \(union)"
        if let property = definition["properties"]?[discriminator], pinned(by: property) != nil {
            registry.report("\(type.schemaName) pins \"\(discriminator)\" to another tag than \(origin) has.")
        }
        let isClosed = definition["additionalProperties"] == false
        if isClosed, definition["properties"]?[discriminator] == nil {
            registry.report(
                "\(type.schemaName) forbids unknown keys, so it cannot be \(origin): declare the tag in it."
            )
        }
        let tagged: JSON = [
            "properties": .object([discriminator: ["const": .string(tag)]]), "required": [.string(discriminator)],
        ]
        return registry.reference(
            to: ComponentName(title: "\(union)_\(tag)"),
            origin: origin,
            definition: ["allOf": [reference, tagged]]
        )
    }

    private func pinsTag(_ definition: JSON, _ discriminator: String) -> Bool {
        guard let property = definition["properties"]?[discriminator] else { return false }
        let isRequired = definition["required"]?.arrayValue?.contains(.string(discriminator)) ?? false
        return isRequired && pinned(by: property) == .string(tag)
    }

    /// The one value that a schema allows.
    private func pinned(by schema: JSON) -> JSON? {
        if let constant = schema["const"] { return constant }
        guard let values = schema["enum"]?.arrayValue, values.count == 1 else { return nil }
        return values[0]
    }
}
