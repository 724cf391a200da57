extension Array: SchemaRepresentable where Element: SchemaRepresentable {
    /// `array` of the elements' schema.
    public static func schema(in registry: inout SchemaRegistry) -> JSON {
        ["type": "array", "items": Element.elementSchema(in: &registry)]
    }
}

extension Set: SchemaRepresentable where Element: SchemaRepresentable {
    /// `array` of different elements.
    public static func schema(in registry: inout SchemaRegistry) -> JSON {
        ["type": "array", "items": Element.elementSchema(in: &registry), "uniqueItems": true]
    }
}

/// Keys that are no strings have to conform to `CodingKeyRepresentable`: others become an array of keys and values.
extension Dictionary: SchemaRepresentable
where Key: SchemaRepresentable & CodingKeyRepresentable, Value: SchemaRepresentable {
    /// `object` with the values' schema for all properties, and the keys' schema for their names.
    public static func schema(in registry: inout SchemaRegistry) -> JSON {
        var schema: JSON = ["type": "object", "additionalProperties": Value.elementSchema(in: &registry)]
        if Key.self != String.self { schema["propertyNames"] = keySchema(in: &registry) }
        return schema
    }

    private static func keySchema(in registry: inout SchemaRegistry) -> JSON {
        let definition = (Key.self as? any SchemaComponent.Type).map { registry.definition(of: $0) }
        let type = (definition ?? Key.schema(in: &registry)).statedType
        return type == "integer" ? ["pattern": "^-?[0-9]+$"] : Key.schema(in: &registry)
    }
}

extension SchemaRepresentable {
    /// The schema inside of an array or a dictionary, where an optional cannot be left out: nil is `null` there.
    fileprivate static func elementSchema(in registry: inout SchemaRegistry) -> JSON {
        let schema = Self.schema(in: &registry)
        let isOptional = Self.self is any Omittable.Type
        return isOptional && registry.direction == .output ? schema.nullable : schema
    }
}
