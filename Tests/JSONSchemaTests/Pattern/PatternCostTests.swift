import JSONSchema
import Testing

/// Patterns that take exponential time in a naive matcher.
struct PatternCostTests {
    private static let many = 50_000

    @Test(arguments: [
        ("^(a+)+$", "b", Pattern.Match.notMatched),
        ("^(a+)+$", "", .matched),
        ("^(a|a)*$", "b", .notMatched),
        ("^(a|aa)+$", "b", .notMatched),
        ("^(a*)*$", "b", .notMatched),
        ("(a+a+)+b", "", .notMatched),
        ("^(?:.*a){3}$", "b", .notMatched),
        ("^(?=(?:a+)+$)a*b$", "b", .notMatched),
        ("(?<=^(?:a+)+)b", "b", .matched),
        ("^(?!(?:a|a)*c).*$", "b", .matched),
    ])
    func nestedRepetitionsTakeLinearTime(_ pattern: String, _ ending: String, _ match: Pattern.Match) throws {
        let text = String(repeating: "a", count: Self.many) + ending
        #expect(try Pattern(pattern).match(in: text) == match)
    }

    @Test(arguments: ["(a*)*\\1b", "^(a+)+\\1$c", "^(?:(a)|a)*\\1b", "[a-z]{1,1000}@", "(?=(a*)*\\1b)"])
    func givesUpInsteadOfRunningOn(_ pattern: String) throws {
        let text = String(repeating: "a", count: Self.many)
        #expect(try Pattern(pattern).match(in: text) == .tooCostly)
    }

    @Test func textsCanShareOneBound() throws {
        let pattern = try Pattern("^(a+)+$")
        var steps = 1_000
        #expect(pattern.match(in: "aaab", steps: &steps) == .notMatched)
        #expect(steps < 1_000 && steps > 900)
        #expect(pattern.match(in: String(repeating: "a", count: 1_000), steps: &steps) == .tooCostly)
    }
}
