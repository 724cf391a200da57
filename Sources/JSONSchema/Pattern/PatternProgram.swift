/// A pattern, ready to run.
struct PatternProgram: Sendable {
    var main = PatternCode()
    /// A lookaround inside another one comes before it.
    var lookarounds: [PatternLookaround] = []
    var sets: [ScalarSet] = []
    var groupCount = 0
    /// Registers that hold where an iteration started.
    var markCount = 0
    /// Whether a group's text decides: then only backtracking can match.
    var hasBackreferences = false
}

/// Instructions for one direction of reading.
struct PatternCode: Sendable {
    var instructions: [PatternInstruction] = []
    /// Reads the text from its end to its start.
    var isBackward = false
    /// Can match only from the start of the text.
    var isAnchored = false
}

/// The body of `(?=...)`, `(?!...)`, `(?<=...)` or `(?<!...)`.
struct PatternLookaround: Sendable {
    let code: PatternCode
    let isNegative: Bool
}

/// One step; all but `jump`, `split` and `accept` go on with the next instruction.
enum PatternInstruction: Sendable {
    case scalar(UInt32)
    /// One scalar of a set, by its index.
    case set(Int)
    case assertion(PatternAssertion)
    /// A lookaround, by its index.
    case lookaround(Int)
    case jump(Int)
    /// Tries the first, then the second.
    case split(Int, Int)
    case accept

    // Only where there are backreferences:

    /// Notes the place as an end of a group: slot `2 * group` is its start, the next one its end.
    case save(slot: Int)
    /// Forgets the groups in the range, as each iteration does.
    case forget(Range<Int>)
    /// Notes the place where an iteration starts.
    case mark(Int)
    /// Refuses an iteration that consumed nothing.
    case progress(since: Int)
    case backreference(group: Int)
}
