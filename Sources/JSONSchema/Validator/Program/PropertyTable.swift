/// What `properties` and `required` say about each name, in one table: one look-up per member.
struct PropertyTable: Sendable {
    /// What is said about one name.
    struct Entry: Sendable {
        let name: String
        /// The value's schema, or nil when only `required` has the name.
        let schema: Subschema?
        let isRequired: Bool
    }

    /// The names of `properties`, then those that only `required` has.
    let entries: [Entry]

    let requiredCount: Int

    /// Positions by name, when there are too many names to compare one by one.
    private let positions: [String: Int]?

    private static let linearCount = 8

    init(entries: [Entry]) {
        self.entries = entries
        requiredCount = entries.count(where: \.isRequired)
        guard entries.count > Self.linearCount else {
            positions = nil
            return
        }
        positions = Dictionary(entries.enumerated().map { ($1.name, $0) }) { first, _ in first }
    }

    /// The position of a name.
    ///
    /// It is looked for at `guess` first: members often come in the order of the schema.
    func position(of name: String, guess: Int) -> Int? {
        if guess < entries.count, entries[guess].name == name { return guess }
        if let positions { return positions[name] }
        return entries.firstIndex { $0.name == name }
    }
}
