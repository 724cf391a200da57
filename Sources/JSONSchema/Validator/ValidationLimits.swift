/// The bounds of one validation: what it may cost, and how much it tells.
enum ValidationLimits {
    /// Violations reported for one value: more help nobody, and each costs memory.
    static let violations = 100

    /// Violations looked at in each alternative of a failed `anyOf` or `oneOf`, to find the closest one.
    static let violationsPerAlternative = 20

    /// Alternatives of a failed `anyOf` or `oneOf` that are looked at.
    static let alternatives = 50

    /// Schemas applied inside each other.
    ///
    /// A bound on the stack; values of 128 levels leave room for four schemas per level.
    static let depth = 600

    /// Applications of a schema to a value in one validation.
    static let applications = 10_000_000

    /// Characters of a value quoted in a message.
    static let excerpt = 60

    /// Values or names listed in a message.
    static let listed = 8

    /// Names compared with an unknown one to suggest what was meant.
    static let suggestions = 200

    /// Problems reported for one schema.
    static let problems = 50
}
