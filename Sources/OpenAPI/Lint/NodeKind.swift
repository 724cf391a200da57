/// What an object of an OpenAPI document is, which decides what its members are.
///
/// Only objects and schemas that can hold references, operations, schemas or examples are told apart.
package enum NodeKind: String, Sendable, Hashable, CaseIterable {
    case document
    case components
    case pathItem
    case operation
    case parameter
    case requestBody
    case response
    case header
    case mediaType
    case encoding
    case example
    case link
    case callback
    case securityScheme
    case schema
}

/// How a member holds nodes.
enum NodeShape: Sendable, Hashable {
    /// The member is one node.
    case one
    /// The member is an array of nodes.
    case list
    /// The member is an object whose values are nodes.
    case map
}

extension NodeKind {
    /// The members that hold nodes, by kind of the holder.
    static let members: [NodeKind: [(key: String, shape: NodeShape, kind: NodeKind)]] = [
        .document: [
            ("paths", .map, .pathItem), ("webhooks", .map, .pathItem), ("x-webhooks", .map, .pathItem),
            ("components", .one, .components),
        ],
        .components: [
            ("schemas", .map, .schema), ("responses", .map, .response), ("parameters", .map, .parameter),
            ("examples", .map, .example), ("requestBodies", .map, .requestBody), ("headers", .map, .header),
            ("securitySchemes", .map, .securityScheme), ("links", .map, .link), ("callbacks", .map, .callback),
            ("pathItems", .map, .pathItem),
        ],
        .pathItem: methods.map { ($0, .one, .operation) } + [("parameters", .list, .parameter)],
        .operation: [
            ("parameters", .list, .parameter), ("requestBody", .one, .requestBody), ("responses", .map, .response),
            ("callbacks", .map, .callback),
        ],
        .parameter: valueMembers,
        .header: valueMembers,
        .requestBody: [("content", .map, .mediaType)],
        .response: [("headers", .map, .header), ("content", .map, .mediaType), ("links", .map, .link)],
        .mediaType: [
            ("schema", .one, .schema), ("itemSchema", .one, .schema), ("examples", .map, .example),
            ("encoding", .map, .encoding),
        ],
        .encoding: [("headers", .map, .header)],
        .schema: schemaMembers,
    ]

    static let methods = PathItem.methods + ["query"]

    private static let valueMembers: [(key: String, shape: NodeShape, kind: NodeKind)] = [
        ("schema", .one, .schema), ("content", .map, .mediaType), ("examples", .map, .example),
    ]

    /// The applicators of JSON Schema 2020-12.
    private static let schemaMembers: [(key: String, shape: NodeShape, kind: NodeKind)] =
        ["properties", "patternProperties", "$defs", "definitions", "dependentSchemas"].map { ($0, .map, .schema) }
        + ["allOf", "anyOf", "oneOf", "prefixItems"].map { ($0, .list, .schema) }
        + [
            "additionalProperties", "items", "not", "if", "then", "else", "contains", "propertyNames",
            "unevaluatedItems", "unevaluatedProperties", "contentSchema",
        ]
        .map { ($0, .one, .schema) }
}
