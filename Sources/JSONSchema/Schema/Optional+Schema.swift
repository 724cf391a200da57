/// A type with a value that, as a property, is expressed by leaving out the key.
protocol Omittable {}

extension Optional: Omittable {}

extension Optional: SchemaRepresentable where Wrapped: SchemaRepresentable {
    /// The wrapped type's schema; what is read may also be null.
    public static func schema(in registry: inout SchemaRegistry) -> JSON {
        let schema = Wrapped.schema(in: &registry)
        let isNullable = registry.direction == .input && !(Wrapped.self is any Omittable.Type)
        return isNullable ? schema.nullable : schema
    }
}
