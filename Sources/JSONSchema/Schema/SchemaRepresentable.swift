/// A type whose JSON form has a JSON Schema (draft 2020-12).
///
/// Scalars and collections conform here; structs and enums of an API conform to ``SchemaComponent``.
public protocol SchemaRepresentable: Sendable {
    /// The schema of the type's JSON form, or a reference to it, in the registry's direction.
    static func schema(in registry: inout SchemaRegistry) -> JSON
}
