/// Reads the source of a pattern: the grammar of ECMA-262 under the `u` flag.
///
/// Three things that the flag forbids but everyone writes and means alike are accepted: an escaped punctuation
/// character (`\-`, `\_`, `\@`), and `-` as itself beside a class escape (`[\w-.]`).
struct PatternParser {
    let source: [UInt32]
    var index = 0
    /// How many groups have been opened so far.
    var groupCount = 0
    /// All groups of the source, found beforehand: a backreference may precede its group.
    let groups: PatternGroups
    var sets: [ScalarSet] = []
    var hasBackreferences = false
    private var depth = 0

    init(_ source: String) throws(PatternError) {
        self.source = source.unicodeScalars.map(\.value)
        guard self.source.count <= PatternLimits.sourceLength else {
            let message = "A pattern may have \(PatternLimits.sourceLength) characters; this has \(self.source.count)"
            throw PatternError(message: message, offset: PatternLimits.sourceLength)
        }
        groups = try PatternGroups(in: self.source)
    }

    mutating func parse() throws(PatternError) -> PatternSyntax {
        let root = try disjunction()
        guard index == source.count else { throw error("This \")\" closes no group; write \\) for the character") }
        return PatternSyntax(
            root: root,
            sets: sets,
            groupCount: groups.count,
            hasBackreferences: hasBackreferences
        )
    }

    mutating func disjunction() throws(PatternError) -> PatternNode {
        guard depth < PatternLimits.nesting else {
            throw error("Groups may be nested \(PatternLimits.nesting) deep")
        }
        depth += 1
        defer { depth -= 1 }
        var branches = [try alternative()]
        while accept("|") {
            branches.append(try alternative())
        }
        return branches.count == 1 ? branches[0] : .alternation(branches)
    }

    private mutating func alternative() throws(PatternError) -> PatternNode {
        var parts: [PatternNode] = []
        while let scalar = peek, scalar != "|", scalar != ")" {
            parts.append(try term(scalar))
        }
        switch parts.count {
        case 0: return .empty
        case 1: return parts[0]
        default: return .sequence(parts)
        }
    }

    private mutating func term(_ scalar: Unicode.Scalar) throws(PatternError) -> PatternNode {
        if let assertion = try assertion() { return assertion }
        let firstGroup = groupCount + 1
        return try quantified(try atom(scalar), firstGroup: firstGroup)
    }

    private mutating func assertion() throws(PatternError) -> PatternNode? {
        if accept("^") { return .assertion(.textStart) }
        if accept("$") { return .assertion(.textEnd) }
        if accept("\\b") { return .assertion(.wordBoundary) }
        if accept("\\B") { return .assertion(.notWordBoundary) }
        return try lookaround()
    }

    private mutating func atom(_ scalar: Unicode.Scalar) throws(PatternError) -> PatternNode {
        switch scalar {
        case "(": return try group()
        case "[": return try characterClass()
        case "\\": return try escape()
        case "*", "+", "?":
            throw error("There is nothing here that \"\(scalar)\" could repeat; write \\\(scalar) for the character")
        case "{", "}", "]":
            throw error("\"\(scalar)\" has no meaning here; write \\\(scalar) for the character")
        case ".":
            index += 1
            return set(.notLineTerminator)
        default:
            index += 1
            return .scalar(scalar.value)
        }
    }
}

/// The cursor.
extension PatternParser {
    mutating func set(_ set: ScalarSet) -> PatternNode {
        sets.append(set)
        return .set(sets.count - 1)
    }

    var peek: Unicode.Scalar? { peek(ahead: 0) }

    func peek(ahead distance: Int) -> Unicode.Scalar? {
        index + distance < source.count ? Unicode.Scalar(source[index + distance]) : nil
    }

    mutating func accept(_ text: String) -> Bool {
        var end = index
        for scalar in text.unicodeScalars {
            guard end < source.count, source[end] == scalar.value else { return false }
            end += 1
        }
        index = end
        return true
    }

    func error(_ message: String, at offset: Int? = nil) -> PatternError {
        PatternError(message: message, offset: offset ?? index)
    }
}
