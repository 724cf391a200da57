import JSONSchema
import Testing

/// Escapes, with the rows of `optional/ecmascript-regex.json` in the JSON Schema Test Suite.
struct PatternEscapeTests {
    /// A pattern for one character, what it matches and what it does not.
    typealias Row = (pattern: String, matching: [String], other: [String])

    @Test(
        arguments: [
            ("^\\t$", ["\t"], ["\\t", "t"]),
            ("^\\n$", ["\n"], ["n"]),
            ("^\\v$", ["\u{B}"], ["v"]),
            ("^\\f$", ["\u{C}"], ["f"]),
            ("^\\r$", ["\r"], ["r"]),
            ("^\\0$", ["\0"], ["0"]),
            ("^\\cC$", ["\u{3}"], ["\\cC", "C"]),
            ("^\\cc$", ["\u{3}"], ["\\cc", "c"]),
            ("^\\x41$", ["A"], ["x41"]),
            ("^\\u0041$", ["A"], ["u0041"]),
            ("^\\u{41}$", ["A"], ["u"]),
            ("^\\u{000041}$", ["A"], []),
            ("^\\uD83D\\uDE00$", ["\u{1F600}"], []),
            ("^\\uD83D$", [], ["\u{1F600}"]),
            ("^\\u{10FFFF}$", ["\u{10FFFF}"], []),
            ("^\\.\\*\\/\\^\\$\\?$", [".*/^$?"], ["a*/^$?"]),
            ("^\\-\\_\\@\\\"\\ $", ["-_@\" "], ["a_@\" "]),
            ("^\\d$", ["0", "9"], ["\u{7C0}", "a", ""]),
            ("^\\D$", ["\u{7C0}", "a"], ["0"]),
            ("^\\d+$", ["42"], ["-%#", "\u{9EA}\u{9E8}"]),
            ("^\\w$", ["a", "Z", "_", "5"], ["é", "-"]),
            ("^\\W$", ["é", "-"], ["a"]),
            (
                "^\\s$",
                [" ", "\t", "\u{B}", "\u{C}", "\u{A0}", "\u{FEFF}", "\n", "\u{2029}", "\u{2003}", "\u{3000}"],
                ["\u{1}", "\u{2013}", "\u{200B}", "\u{180E}", "\u{85}"]
            ),
            ("^\\S$", ["\u{1}", "\u{2013}"], [" ", "\t", "\u{B}", "\u{C}", "\u{A0}", "\u{FEFF}", "\n", "\u{2029}"]),
        ] as [Row]
    )
    func escapesStandForWhatEcmaSays(_ row: Row) throws {
        try expect(row)
    }

    @Test(
        arguments: [
            ("^\\p{Letter}+$", ["Hello", "π"], ["123"]),
            ("^\\p{L}$", ["a", "ß", "漢"], ["1"]),
            ("^\\P{L}$", ["1", "-"], ["a"]),
            ("^\\p{Lu}$", ["A", "É"], ["a"]),
            ("^\\p{gc=Uppercase_Letter}$", ["A"], ["a"]),
            ("^\\p{General_Category=Nd}$", ["1", "\u{9EA}"], ["a"]),
            ("^\\p{digit}+$", ["42", "\u{9EA}\u{9E8}"], ["-%#"]),
            ("^\\p{Sc}$", ["€", "$"], ["e"]),
            ("^\\p{Punctuation}$", ["!", "«"], ["a", "$"]),
            ("^\\p{Alphabetic}$", ["a", "ᾳ"], ["1"]),
            ("^\\p{Uppercase}$", ["A"], ["a"]),
            ("^\\p{White_Space}$", [" ", "\u{85}"], ["\u{FEFF}"]),
            ("^\\p{Emoji_Presentation}$", ["\u{1F600}"], ["a", "1"]),
            ("^\\p{RI}{2}$", ["\u{1F1EB}\u{1F1F7}"], ["FR"]),
            ("^\\p{ASCII}+$", ["abc~"], ["é"]),
            ("^\\p{Any}$", ["\u{10FFFF}"], []),
            ("^\\p{Script=Greek}+$", ["αβγ"], ["abc", "абв"]),
            ("^\\p{sc=Cyrl}+$", ["абв"], ["abc"]),
            ("^\\p{Script=Han}+$", ["漢字"], ["かな"]),
            ("^[\\p{L}\\p{Nd}_]+$", ["naïve_1"], ["a b"]),
            ("^[^\\p{L}]+$", ["123"], ["1a"]),
            ("^[\\P{L}]$", ["1"], ["a"]),
        ] as [Row]
    )
    func propertiesAreThoseOfUnicode(_ row: Row) throws {
        try expect(row)
    }

    @Test(
        arguments: [
            ("\\p{Letter}cole", ["l'ecole", "l'école", "l'\u{E9}cole"], ["L'ÉCOLE"]),
            ("\\wcole", ["l'ecole"], ["l'école", "l'\u{E9}cole", "L'ÉCOLE"]),
            ("[a-z]cole", ["l'ecole"], ["l'école"]),
            ("école", ["l'école"], ["l'ecole", "e\u{301}cole"]),
        ] as [Row]
    )
    func textIsComparedByCodePoints(_ row: Row) throws {
        try expect(row)
    }

    private func expect(_ row: Row) throws {
        let pattern = try Pattern(row.pattern)
        for text in row.matching {
            #expect(pattern.match(in: text) == .matched, "\(text.debugDescription)")
        }
        for text in row.other {
            #expect(pattern.match(in: text) == .notMatched, "\(text.debugDescription)")
        }
    }
}
