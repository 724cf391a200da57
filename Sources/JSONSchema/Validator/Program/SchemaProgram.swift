/// A schema in the form in which it is evaluated: nodes that name each other by position.
struct SchemaProgram: Sendable {
    let root: Subschema

    /// One node per schema object that can be reached, each once, however many references lead to it.
    let nodes: [SchemaNode]

    /// For each name used by a `$dynamicRef`, by resource: the schema with that `$dynamicAnchor`.
    let dynamicAnchors: [[Int: Subschema]]
}

/// A schema as its user sees it: a boolean, or the position of a node.
struct Subschema: Hashable, Sendable {
    /// The position in ``SchemaProgram/nodes``; negative for the booleans.
    let position: Int

    /// The schema `true`.
    static let always = Subschema(position: -1)

    /// The schema `false`.
    static let never = Subschema(position: -2)
}
