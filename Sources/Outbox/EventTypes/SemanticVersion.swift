/// A release in the form of Semantic Versioning 2.0.0; a leading `v` is passed over.
struct SemanticVersion: Comparable {
    private let numbers: [Int]
    private let prerelease: [Substring]

    /// Reads `MAJOR.MINOR.PATCH`, with `-prerelease` and `+build`; nil for anything else.
    init?(_ text: String) {
        let digits = text.hasPrefix("v") ? text.dropFirst() : text[...]
        let release = digits.split(separator: "+", maxSplits: 1, omittingEmptySubsequences: false)[0]
        let parts = release.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        numbers = parts[0].split(separator: ".", omittingEmptySubsequences: false).compactMap(Self.number)
        prerelease = parts.count == 1 ? [] : parts[1].split(separator: ".", omittingEmptySubsequences: false)
        let isWhole = parts[0].count { $0 == "." } == 2 && numbers.count == 3
        guard isWhole, prerelease.allSatisfy(Self.isIdentifier) else { return nil }
    }

    /// Precedence (section 11): build metadata does not count.
    static func < (left: SemanticVersion, right: SemanticVersion) -> Bool {
        guard left.numbers == right.numbers else { return left.numbers.lexicographicallyPrecedes(right.numbers) }
        guard !left.prerelease.isEmpty, !right.prerelease.isEmpty else {
            return !left.prerelease.isEmpty && right.prerelease.isEmpty
        }
        return left.prerelease.lexicographicallyPrecedes(right.prerelease, by: precedes)
    }

    /// Numbers come before words and are compared as numbers.
    private static func precedes(_ left: Substring, _ right: Substring) -> Bool {
        switch (number(left), number(right)) {
        case (let left?, let right?): left < right
        case (.some, nil): true
        case (nil, .some): false
        case (nil, nil): left.utf8.lexicographicallyPrecedes(right.utf8)
        }
    }

    private static func number(_ text: Substring) -> Int? {
        text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(text) : nil
    }

    private static func isIdentifier(_ text: Substring) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { $0 < 0x80 }
            && text.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" }
    }
}
