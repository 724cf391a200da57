/// The bounds on what a pattern may cost, at compile time and at match time.
enum PatternLimits {
    /// Scalars in a pattern's source; the longest patterns in use (addresses, URLs) have about 6,000.
    static let sourceLength = 32_768

    /// Groups inside groups; the parser and the compiler recurse once per level.
    static let nesting = 100

    /// Instructions after repetitions such as `{1,255}` are written out.
    static let instructions = 32_768

    /// The largest count in `{n,m}`; a larger one could not be written out anyway.
    static let repetitions = 32_768

    /// Syntax tree visits of the compiler, so that repetitions of nothing (`((){1000}){1000}`) end too.
    static let compilerVisits = 262_144

    /// Matching steps that any text may take.
    static let steps = 1_000_000

    /// Matching steps added for each scalar of the text, so that a long text is not refused for its length.
    static let stepsPerScalar = 32

    /// Choices that matching with backreferences keeps to come back to, at 32 bytes each.
    static let pendingChoices = 1_000_000
}
