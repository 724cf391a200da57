extension PatternParser {
    /// An escape outside of a class, from its backslash.
    mutating func escape() throws(PatternError) -> PatternNode {
        let start = index
        if let set = try setEscape() {
            return self.set(ScalarSet(ranges: set.ranges, properties: set.properties))
        }
        switch peek(ahead: 1) {
        case "k":
            index += 2
            return .backreference(group: try namedGroup(from: start))
        case .some("1"..."9"):
            index += 1
            return .backreference(group: try numberedGroup(from: start))
        default:
            return .scalar(try scalarEscape())
        }
    }

    private mutating func numberedGroup(from start: Int) throws(PatternError) -> Int {
        var number = 0
        while let digit = peek, ("0"..."9").contains(digit), number <= groups.count {
            number = number * 10 + Int(digit.value - 0x30)
            index += 1
        }
        guard number <= groups.count else {
            throw error("There is no group \(number): the pattern has \(groups.count)", at: start)
        }
        hasBackreferences = true
        return number
    }

    private mutating func namedGroup(from start: Int) throws(PatternError) -> Int {
        guard accept("<") else { throw error("\\k is followed by <name>", at: start) }
        guard let name = groupName(), let number = groups.numbers[name] else {
            throw error("\\k<...> names no group of this pattern", at: start)
        }
        index += name.unicodeScalars.count + 1
        hasBackreferences = true
        return number
    }

    /// An escape for a set, or `nil` if this is none.
    mutating func setEscape() throws(PatternError) -> PatternClassMember? {
        let set: PatternClassMember
        switch peek(ahead: 1) {
        case "d": set = PatternClassMember(ScalarSet.digitRanges)
        case "D": set = PatternClassMember(ScalarSet.digitRanges.complement)
        case "w": set = PatternClassMember(ScalarSet.wordRanges)
        case "W": set = PatternClassMember(ScalarSet.wordRanges.complement)
        case "s": set = PatternClassMember(ScalarSet.spaceRanges)
        case "S": set = PatternClassMember(ScalarSet.spaceRanges.complement)
        case "p": return try propertyEscape(isNegated: false)
        case "P": return try propertyEscape(isNegated: true)
        default: return nil
        }
        index += 2
        return set
    }

    private mutating func propertyEscape(isNegated: Bool) throws(PatternError) -> PatternClassMember {
        let start = index
        index += 2
        guard accept("{"), let end = source[index...].firstIndex(of: 0x7D) else {
            throw error("A property is written \\p{Letter}", at: start)
        }
        var name = String.UnicodeScalarView()
        name.append(contentsOf: source[index..<end].compactMap { Unicode.Scalar($0) })
        index = end + 1
        switch UnicodeProperty.named(String(name), isNegated: isNegated) {
        case .success(let property): return PatternClassMember([], property)
        case .failure(let unknown): throw error(unknown.message, at: start)
        }
    }

    /// An escape for one scalar, inside or outside of a class.
    mutating func scalarEscape() throws(PatternError) -> UInt32 {
        let start = index
        index += 1
        guard let scalar = peek else { throw error("A pattern cannot end with a single \\", at: start) }
        index += 1
        switch scalar {
        case "t": return 0x09
        case "n": return 0x0A
        case "v": return 0x0B
        case "f": return 0x0C
        case "r": return 0x0D
        case "0":
            if let digit = peek, ("0"..."9").contains(digit) {
                throw error("Octal escapes are not part of ECMA-262; use \\xHH", at: start)
            }
            return 0
        case "c":
            guard let letter = peek, letter.isASCII, letter.properties.isAlphabetic else {
                throw error("\\c is followed by a letter", at: start)
            }
            index += 1
            return letter.value % 32
        case "x":
            guard let value = hexadecimal(digits: 2) else {
                throw error("\\x is followed by two hexadecimal digits", at: start)
            }
            return value
        case "u":
            return try unicodeEscape(from: start)
        default:
            let isPunctuation = (0x20...0x7E).contains(scalar.value) && !scalar.properties.isAlphabetic
            guard isPunctuation, !("1"..."9").contains(scalar) else {
                throw error("\\\(scalar) is no escape of ECMA-262", at: start)
            }
            return scalar.value
        }
    }

    /// The rest of `\uHHHH`, of a surrogate pair of those, or of `\u{H...}`.
    private mutating func unicodeEscape(from start: Int) throws(PatternError) -> UInt32 {
        let malformed = error("\\u is followed by four hexadecimal digits or {...} up to 10FFFF", at: start)
        if accept("{") {
            var value: UInt32 = 0
            let first = index
            while let digit = peek.flatMap(Self.hexadecimalValue) {
                value = value * 16 + digit
                guard value <= 0x10_FFFF else { throw malformed }
                index += 1
            }
            guard index > first, accept("}") else { throw malformed }
            return value
        }
        guard let lead = hexadecimal(digits: 4) else { throw malformed }
        let end = index
        if (0xD800...0xDBFF).contains(lead), accept("\\u"), let trail = hexadecimal(digits: 4),
            (0xDC00...0xDFFF).contains(trail)
        {
            return 0x1_0000 + (lead - 0xD800) << 10 + (trail - 0xDC00)
        }
        index = end
        return lead
    }

    private mutating func hexadecimal(digits: Int) -> UInt32? {
        var value: UInt32 = 0
        for distance in 0..<digits {
            guard let digit = peek(ahead: distance).flatMap(Self.hexadecimalValue) else { return nil }
            value = value * 16 + digit
        }
        index += digits
        return value
    }

    private static func hexadecimalValue(_ scalar: Unicode.Scalar) -> UInt32? {
        switch scalar {
        case "0"..."9": scalar.value - 0x30
        case "A"..."F": scalar.value - 0x41 + 10
        case "a"..."f": scalar.value - 0x61 + 10
        default: nil
        }
    }
}
