/// A type that has a name and a place of its own in a document, and is referred to wherever it occurs.
///
/// ```swift
/// extension Subscription: SchemaComponent {
///     static func definition(in registry: inout SchemaRegistry) -> JSON {
///         ObjectSchema("A user's paid plan.") {
///             Property("username", String.self, .minLength(3))
///             Property("monthly_fee", Double.self, description: "In euros.")
///             Property("plan", String.self, default: "basic")
///         }.json(in: &registry)
///     }
/// }
///
/// enum Plan: String, CaseIterable, Codable, SchemaComponent {
///     case basic, premium      // an enum with raw values needs no definition
/// }
/// ```
public protocol SchemaComponent: SchemaRepresentable, Codable {
    /// The name in documents, also their `title`; by default that of the type: `Subscription`, `Page[Item]`.
    ///
    /// The key in a document is this name with `_` in place of what a key cannot have: `Page_Item_`. Two types of one
    /// name in one document are reported as a conflict.
    static var schemaName: String { get }

    /// The schema itself, without its title: made by ``ObjectSchema``, ``EnumSchema``, ``UnionSchema`` or by hand.
    static func definition(in registry: inout SchemaRegistry) -> JSON

    /// Values to show in documents; each must be valid in both directions.
    static var examples: [Self] { get }
}

extension SchemaComponent {
    /// The type's name, with generic arguments in brackets and without the module or enclosing types.
    public static var schemaName: String { ComponentName(of: Self.self).title }

    /// No examples.
    public static var examples: [Self] { [] }

    /// A reference to the component, which is defined on the way if it is not yet.
    public static func schema(in registry: inout SchemaRegistry) -> JSON {
        registry.reference(to: Self.self)
    }
}
