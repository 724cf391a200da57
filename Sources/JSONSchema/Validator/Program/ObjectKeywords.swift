/// What an object must satisfy.
struct ObjectKeywords: Sendable {
    let minProperties: Int?
    let maxProperties: Int?
    let properties: PropertyTable
    let patternProperties: [PatternProperty]
    /// Of the members that `properties` and `patternProperties` don't name.
    let additional: Subschema?
    let names: Subschema?
    let dependentRequired: [DependentNames]

    /// Whether each member has to be looked at.
    let concernsMembers: Bool

    /// One member of `patternProperties`.
    struct PatternProperty: Sendable {
        let pattern: Pattern
        let schema: Subschema
    }

    /// One member of `dependentRequired`: the names that a name brings along.
    struct DependentNames: Sendable {
        let name: String
        let required: [String]
    }
}
