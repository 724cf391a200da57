/// What one item between the brackets of a class stands for.
struct PatternClassMember {
    var ranges: [ClosedRange<UInt32>]
    var properties: [UnicodeProperty] = []
    /// The scalar, if it is a single one and could bound a range.
    var scalar: UInt32?

    init(_ ranges: [ClosedRange<UInt32>], _ properties: UnicodeProperty...) {
        self.ranges = ranges
        self.properties = properties
    }

    init(scalar: UInt32) {
        ranges = [scalar...scalar]
        self.scalar = scalar
    }
}

extension PatternParser {
    /// `[...]` or `[^...]`, from its opening bracket.
    mutating func characterClass() throws(PatternError) -> PatternNode {
        let start = index
        index += 1
        let isNegated = accept("^")
        var ranges: [ClosedRange<UInt32>] = []
        var properties: [UnicodeProperty] = []
        while !accept("]") {
            let memberStart = index
            let first = try classMember(of: start)
            ranges += first.ranges
            properties += first.properties
            guard peek == "-", let next = peek(ahead: 1), next != "]" else { continue }
            index += 1
            let last = try classMember(of: start)
            if let lower = first.scalar, let upper = last.scalar {
                guard lower <= upper else { throw error("The ends of this range are out of order", at: memberStart) }
                ranges.append(lower...upper)
            } else {
                ranges += last.ranges + [0x2D...0x2D]
                properties += last.properties
            }
        }
        return set(ScalarSet(ranges: ranges, properties: properties, isNegated: isNegated))
    }

    private mutating func classMember(of start: Int) throws(PatternError) -> PatternClassMember {
        guard let scalar = peek else { throw error("This class is not closed with \"]\"", at: start) }
        guard scalar == "\\" else {
            index += 1
            return PatternClassMember(scalar: scalar.value)
        }
        if let set = try setEscape() { return set }
        if peek(ahead: 1) == "b" {
            index += 2
            return PatternClassMember(scalar: 0x08)
        }
        return PatternClassMember(scalar: try scalarEscape())
    }
}
