import JSONSchema

/// A type that has a value for what is missing: a parameter or body that is not there, a result that is null.
protocol OptionalValue: SendableMetatype {
    /// The schema of a value that is there: text cannot spell null.
    static func presentSchema(in registry: inout SchemaRegistry) -> JSON
}

extension Optional: OptionalValue where Wrapped: SchemaRepresentable {
    static func presentSchema(in registry: inout SchemaRegistry) -> JSON {
        Wrapped.schema(in: &registry)
    }
}
