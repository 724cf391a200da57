/// What an array must satisfy.
struct ArrayKeywords: Sendable {
    let minItems: Int?
    let maxItems: Int?
    let isUnique: Bool
    let prefixItems: [Subschema]
    /// Of the items after the prefix.
    let items: Subschema?
    let contains: Contains?

    /// `contains` with its two bounds.
    struct Contains: Sendable {
        let schema: Subschema
        let minimum: Int
        let maximum: Int?
        /// The keyword that sets the minimum: `contains` unless `minContains` is there.
        let minimumKeyword: String
    }
}
