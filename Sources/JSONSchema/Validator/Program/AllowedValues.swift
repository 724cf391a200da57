/// The values that `enum` or `const` allows.
struct AllowedValues: Sendable {
    let keyword: String

    /// The values in the order of the schema.
    let values: [JSON]

    /// The values for a quick look when there are many.
    private let set: Set<JSON>?

    /// Up to this many values are compared one by one.
    private static let linearCount = 8

    init(keyword: String, values: [JSON]) {
        self.keyword = keyword
        self.values = values
        set = values.count > Self.linearCount ? Set(values) : nil
    }

    func contains(_ instance: JSON) -> Bool {
        set?.contains(instance) ?? values.contains(instance)
    }
}
