import JSONSchema

/// A parameter type that has a value for a missing parameter.
protocol OptionalParameter: SendableMetatype {
    /// The schema of a value that is there: text cannot spell null.
    static func presentSchema(in registry: inout SchemaRegistry) -> JSON
}

extension Optional: OptionalParameter where Wrapped: SchemaRepresentable {
    static func presentSchema(in registry: inout SchemaRegistry) -> JSON {
        Wrapped.schema(in: &registry)
    }
}
