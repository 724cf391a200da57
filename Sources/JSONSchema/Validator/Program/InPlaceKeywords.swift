/// The keywords that apply further schemas to the same value.
struct InPlaceKeywords: Sendable {
    let reference: Subschema?
    let dynamicReference: DynamicReference?
    let allOf: [Subschema]
    let anyOf: Alternatives?
    let oneOf: Alternatives?
    let not: Subschema?
    let condition: Condition?
    let dependentSchemas: [DependentSchema]

    /// Every schema that may be applied, whatever the value; a dynamic reference counts as static.
    var targets: [Subschema] {
        var targets = allOf + (anyOf?.schemas ?? []) + (oneOf?.schemas ?? []) + dependentSchemas.map(\.schema)
        targets += [reference, not, condition?.test, condition?.then, condition?.otherwise].compactMap(\.self)
        if let dynamicReference, dynamicReference.anchor == nil { targets.append(dynamicReference.fallback) }
        return targets
    }

    /// `$dynamicRef` (JSON Schema Core, section 8.2.3.2).
    struct DynamicReference: Sendable {
        /// Where it leads when seen as a `$ref`.
        let fallback: Subschema
        /// The position in ``SchemaProgram/dynamicAnchors``, or nil when it behaves like a `$ref`.
        let anchor: Int?
    }

    /// `if`, `then` and `else`.
    struct Condition: Sendable {
        let test: Subschema
        let then: Subschema?
        let otherwise: Subschema?
    }

    /// One member of `dependentSchemas`.
    struct DependentSchema: Sendable {
        let name: String
        let schema: Subschema
    }
}

/// The schemas of an `anyOf` or `oneOf`, and the property that tells which one is meant.
struct Alternatives: Sendable {
    let schemas: [Subschema]
    let discriminator: Discriminator?
}

/// OpenAPI's `discriminator` (OpenAPI 3.1.0, section 4.8.25): an annotation, used to explain a failure.
struct Discriminator: Sendable {
    let propertyName: String
    /// Positions in ``Alternatives/schemas`` by the property's value.
    let alternatives: [String: Int]
    /// The property's values in the order of the alternatives.
    let values: [String]
}
