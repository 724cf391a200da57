/// A set of Unicode scalars: what `[a-z]`, `\d`, `.` and `\p{Letter}` stand for.
struct ScalarSet: Sendable {
    private let ranges: [ClosedRange<UInt32>]
    private let properties: [UnicodeProperty]
    private let isNegated: Bool
    /// Membership of U+0000...U+003F and U+0040...U+007F: most tests end here.
    private let ascii: (low: UInt64, high: UInt64)

    init(ranges: [ClosedRange<UInt32>], properties: [UnicodeProperty] = [], isNegated: Bool = false) {
        self.ranges = Self.merged(ranges)
        self.properties = properties
        self.isNegated = isNegated
        var ascii: (low: UInt64, high: UInt64) = (0, 0)
        for scalar: UInt32 in 0..<64 {
            if Self.lists(scalar, self.ranges, properties) != isNegated { ascii.low |= 1 << scalar }
            if Self.lists(scalar + 64, self.ranges, properties) != isNegated { ascii.high |= 1 << scalar }
        }
        self.ascii = ascii
    }

    func contains(_ scalar: UInt32) -> Bool {
        if scalar < 64 { return ascii.low & (1 << scalar) != 0 }
        if scalar < 128 { return ascii.high & (1 << (scalar - 64)) != 0 }
        return Self.lists(scalar, ranges, properties) != isNegated
    }

    private static func lists(
        _ scalar: UInt32,
        _ ranges: [ClosedRange<UInt32>],
        _ properties: [UnicodeProperty]
    ) -> Bool {
        if ranges.holds(scalar) { return true }
        guard !properties.isEmpty, let scalar = Unicode.Scalar(scalar) else { return false }
        return properties.contains { $0.holds(for: scalar) }
    }

    /// Sorted, without overlaps.
    private static func merged(_ ranges: [ClosedRange<UInt32>]) -> [ClosedRange<UInt32>] {
        var merged: [ClosedRange<UInt32>] = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = merged.last, range.lowerBound <= last.upperBound {
                merged[merged.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
            } else {
                merged.append(range)
            }
        }
        return merged
    }
}

extension [ClosedRange<UInt32>] {
    /// Whether a range contains the scalar; the ranges are sorted and do not overlap.
    func holds(_ scalar: UInt32) -> Bool {
        var low = startIndex
        var high = endIndex
        while low < high {
            let middle = (low + high) / 2
            if self[middle].upperBound < scalar {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return low < endIndex && self[low].contains(scalar)
    }

    /// Every scalar that no range contains; the ranges are sorted and do not overlap.
    var complement: Self {
        var complement: Self = []
        var next: UInt32 = 0
        for range in self {
            if next < range.lowerBound { complement.append(next...range.lowerBound - 1) }
            next = range.upperBound + 1
        }
        if next <= 0x10_FFFF { complement.append(next...0x10_FFFF) }
        return complement
    }
}

/// The sets with an escape of their own (ECMA-262, CharacterClassEscape).
extension ScalarSet {
    /// `\d`: ASCII only, also in Unicode mode.
    static let digitRanges: [ClosedRange<UInt32>] = [0x30...0x39]

    /// `\w`: ASCII only, also in Unicode mode.
    static let wordRanges: [ClosedRange<UInt32>] = [0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A]

    /// `\s`: WhiteSpace and LineTerminator, the byte order mark included.
    static let spaceRanges: [ClosedRange<UInt32>] = [
        0x09...0x0D, 0x20...0x20, 0xA0...0xA0, 0x1680...0x1680, 0x2000...0x200A,
        0x2028...0x2029, 0x202F...0x202F, 0x205F...0x205F, 0x3000...0x3000, 0xFEFF...0xFEFF,
    ]

    static let word = ScalarSet(ranges: wordRanges)

    /// `.`: all but a line terminator.
    static let notLineTerminator = ScalarSet(
        ranges: [0x0A...0x0A, 0x0D...0x0D, 0x2028...0x2029],
        isNegated: true
    )
}
