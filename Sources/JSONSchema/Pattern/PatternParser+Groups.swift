extension PatternParser {
    /// A group, from its opening to its closing parenthesis.
    mutating func group() throws(PatternError) -> PatternNode {
        let start = index
        index += 1
        if accept("?:") { return try closed(from: start) }
        if accept("?<") {
            guard let name = groupName() else { throw error("A group's name is closed with \">\"") }
            index += name.unicodeScalars.count + 1
        } else if peek == "?" {
            throw error(Self.refusal(ofGroup: peek(ahead: 1)))
        }
        groupCount += 1
        let number = groupCount
        return .capture(try closed(from: start), group: number)
    }

    /// A lookaround, or `nil` if none starts here.
    mutating func lookaround() throws(PatternError) -> PatternNode? {
        let start = index
        let (isAhead, isNegative): (Bool, Bool)
        if accept("(?=") {
            (isAhead, isNegative) = (true, false)
        } else if accept("(?!") {
            (isAhead, isNegative) = (true, true)
        } else if accept("(?<=") {
            (isAhead, isNegative) = (false, false)
        } else if accept("(?<!") {
            (isAhead, isNegative) = (false, true)
        } else {
            return nil
        }
        let body = try closed(from: start)
        return .lookaround(
            PatternLookaroundNode(offset: start, body: body, isAhead: isAhead, isNegative: isNegative)
        )
    }

    /// The name that starts here and ends with `>`.
    func groupName() -> String? {
        let rest = source[index...].map { Unicode.Scalar($0) ?? "\u{FFFD}" }
        return PatternGroups.name(in: rest[...])
    }

    private mutating func closed(from start: Int) throws(PatternError) -> PatternNode {
        let body = try disjunction()
        guard accept(")") else { throw error("This group is not closed with \")\"", at: start) }
        return body
    }

    private static func refusal(ofGroup kind: Unicode.Scalar?) -> String {
        switch kind {
        case "P": "A named group is written (?<name>...)"
        case ">": "Atomic groups are not part of ECMA-262; use (?:...)"
        case "i", "m", "s", "-": "Flags inside a pattern are not supported; spell both cases in a class"
        default: "A group starts with (, (?:, (?=, (?!, (?<=, (?<! or (?<name>"
        }
    }
}

/// Quantifiers.
extension PatternParser {
    /// The atom with the quantifier that follows it, if one does.
    mutating func quantified(_ atom: PatternNode, firstGroup: Int) throws(PatternError) -> PatternNode {
        guard let (minimum, maximum) = try quantifier() else { return atom }
        let isLazy = accept("?")
        return .repetition(
            PatternRepetition(
                body: atom,
                minimum: minimum,
                maximum: maximum,
                isGreedy: !isLazy,
                groups: firstGroup..<groupCount + 1
            )
        )
    }

    private mutating func quantifier() throws(PatternError) -> (minimum: Int, maximum: Int?)? {
        if accept("*") { return (0, nil) }
        if accept("+") { return (1, nil) }
        if accept("?") { return (0, 1) }
        let start = index
        guard accept("{") else { return nil }
        let malformed = error("A count is written {n}, {n,} or {n,m}; write \\{ for the character", at: start)
        guard let minimum = try number() else { throw malformed }
        var maximum: Int? = minimum
        if accept(",") { maximum = try number() }
        guard accept("}") else { throw malformed }
        if let maximum, maximum < minimum {
            throw error("The counts {\(minimum),\(maximum)} are out of order", at: start)
        }
        return (minimum, maximum)
    }

    private mutating func number() throws(PatternError) -> Int? {
        let start = index
        var number = 0
        while let digit = peek, ("0"..."9").contains(digit) {
            number = number * 10 + Int(digit.value - 0x30)
            guard number <= PatternLimits.repetitions else {
                throw error("Counts go up to \(PatternLimits.repetitions)", at: start)
            }
            index += 1
        }
        return index > start ? number : nil
    }
}
