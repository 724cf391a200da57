import JSONSchema
import Testing

struct PatternTests {
    /// A pattern, a text and whether the pattern is found in it.
    typealias Row = (pattern: String, text: String, isFound: Bool)

    @Test(
        arguments: [
            ("", "", true),
            ("", "anything", true),
            ("a+", "xxaayy", true),
            ("^a*$", "aaa", true),
            ("^a*$", "abc", false),
            ("f.*o", "foooooo", true),
            ("f.*o", "bar", false),
            ("[0-9]{2,}", "a31b", true),
            ("[0-9]{2,}", "answer 1", false),
            ("X_", "a_X_3", true),
            ("X_", "a_x_3", false),
            ("^.*bar$", "foobar", true),
            ("^(?:a|bc|)d$", "bcd", true),
            ("^(?:a|bc|)d$", "d", true),
            ("^(?:a|bc|)d$", "bd", false),
            ("a|^b$", "xb", false),
            ("(((a)))", "bab", true),
            ("^(?<year>[0-9]{4})-(?<month>[0-9]{2})$", "2026-01", true),
            ("^(?<year>[0-9]{4})-(?<month>[0-9]{2})$", "2026-1", false),
        ] as [Row]
    )
    func searchesAnywhereInTheText(_ row: Row) throws {
        try expect(row)
    }

    @Test(
        arguments: [
            ("^a?$", "aa", false),
            ("^a{0}$", "", true),
            ("^a{0}$", "a", false),
            ("^a{2}$", "aa", true),
            ("^a{2}$", "aaa", false),
            ("^a{2,}$", "aaaa", true),
            ("^a{2,}$", "a", false),
            ("^a{1,3}$", "aaa", true),
            ("^a{1,3}$", "aaaa", false),
            ("^a{1,3}?$", "aaa", true),
            ("^a*?$", "aaa", true),
            ("^a+?b??$", "aab", true),
            ("^(?:ab){2,3}$", "ababab", true),
            ("^(?:ab){2,3}$", "abababab", false),
            ("^(?:a*)*$", "aaaa", true),
            ("^(?:a*)+b$", "b", true),
            ("^(?:a?){3}$", "aa", true),
            ("^(?:a?){3}$", "aaaa", false),
            ("^(?:|a)+$", "aa", true),
            ("^(?:){5}$", "", true),
            ("^(?:a{2}){3}$", "aaaaaa", true),
            ("^(?:a{2}){3}$", "aaaaa", false),
            ("^(?:a+b?){2,}$", "aba", true),
        ] as [Row]
    )
    func countsRepetitions(_ row: Row) throws {
        try expect(row)
    }

    @Test(
        arguments: [
            ("^[abc]$", "b", true),
            ("^[^abc]$", "b", false),
            ("^[^abc]$", "\n", true),
            ("^[a-c-]$", "-", true),
            ("^[-a]$", "-", true),
            ("^[+--]$", ",", true),
            ("^[]$", "", false),
            ("[]", "a", false),
            ("^[^]$", "\n", true),
            ("^[.*+?(){}|^$]$", "$", true),
            ("^[.*+?(){}|^$]$", "a", false),
            ("^[\\]\\\\\\-]+$", "]-\\", true),
            ("^[\\b]$", "\u{8}", true),
            ("^[\\d\\s]+$", "1 2", true),
            ("^[^\\d\\s]+$", "1 2", false),
            ("^[\\D]$", "a", true),
            ("^[\\x41-\\u0043]+$", "ABC", true),
            ("^[\\w.-]+$", "a.b-c", true),
            ("^[\\w-.]+$", "a.b-c", true),
            ("^[a-\\d]+$", "a-5", true),
            ("^[\\u{1F600}-\\u{1F64F}]$", "\u{1F601}", true),
            ("^[\\uD83D\\uDE00-\\uD83D\\uDE4F]$", "\u{1F601}", true),
        ] as [Row]
    )
    func knowsClasses(_ row: Row) throws {
        try expect(row)
    }

    @Test(
        arguments: [
            ("^abc$", "abc\n", false),
            ("^abc$", "x\nabc", false),
            ("a$", "a\n", false),
            ("^a.b$", "a\nb", false),
            ("^a.b$", "a\rb", false),
            ("^a.b$", "a\u{2028}b", false),
            ("^a.b$", "a\u{2029}b", false),
            ("^a.b$", "a\u{85}b", true),
            ("^.$", "\u{1F600}", true),
            ("^..$", "e\u{301}", true),
            ("^.$", "\r\n", false),
            ("\\bfoo\\b", "a foo.", true),
            ("\\bfoo\\b", "afoo", false),
            ("\\bé", "é", false),
            ("\\Boo\\b", "foo", true),
            ("^\\B$", "", true),
            ("^\\b", "", false),
            ("(?:^a|b)$", "ab", true),
            ("x*^a", "a", true),
            ("(?:^|,)a", "b,a", true),
        ] as [Row]
    )
    func anchorsAreThoseOfTheWholeText(_ row: Row) throws {
        try expect(row)
    }

    @Test(
        arguments: [
            ("^(?=.*[0-9])(?=.*[A-Z]).{8,}$", "Passw0rdX", true),
            ("^(?=.*[0-9])(?=.*[A-Z]).{8,}$", "password1", false),
            ("^(?!admin$).+$", "admin", false),
            ("^(?!admin$).+$", "admins", true),
            ("^(?:(?!--)[a-z-])+$", "a-b-c", true),
            ("^(?:(?!--)[a-z-])+$", "a--b", false),
            ("(?<=\\$)[0-9]+", "costs $12", true),
            ("(?<=\\$)[0-9]+$", "costs 12", false),
            ("(?<!\\$)\\b[0-9]+$", "costs $12", false),
            ("(?<=^ab+)c", "abbbc", true),
            ("(?<=^ab+)c", "xabbbc", false),
            ("^(?=(?!b)a)a$", "a", true),
            ("(?<=(?<!x)y)z", "xyz", false),
            ("(?<=(?<!x)y)z", "wyz", true),
            ("(?=a(?<=ba))a", "ba", true),
            ("^(?:a(?=b)|b(?!b))+$", "abab", true),
            ("^(?:a(?=b)|b(?!b))+$", "abba", false),
            ("(?=)", "", true),
            ("(?!)", "", false),
        ] as [Row]
    )
    func looksAround(_ row: Row) throws {
        try expect(row)
    }

    @Test(
        arguments: [
            ("^(['\"]).*\\1$", "'a'", true),
            ("^(['\"]).*\\1$", "'a\"", false),
            ("^(?<quote>['\"])x\\k<quote>$", "\"x\"", true),
            ("^\\k<later>(?<later>a)$", "a", true),
            ("^(a)?b\\1$", "b", true),
            ("^(a)?b\\1$", "aba", true),
            ("^(?:(a)|b)*\\1$", "ab", true),
            ("^(?:(a)|b)*\\1$", "abaa", true),
            ("^(?=(a+))\\1b$", "aab", true),
            ("^(?=(a+))a\\1$", "aaa", false),
            ("(?!(a))\\1b", "b", true),
            ("(?<=\\1(a))b", "aab", true),
            ("(?<=^\\1(a))b", "ab", false),
            ("(?<=^(a)\\1)b", "ab", true),
            ("^(a*)*\\1$", "aa", true),
            ("^(?:(a)(b)?)+\\2c$", "abac", true),
            ("^(a{1,3}?)\\1$", "aaaa", true),
            ("^(.)(.)(.)(.)(.)(.)(.)(.)(.)(.)\\10$", "abcdefghijj", true),
        ] as [Row]
    )
    func comparesWithWhatAGroupMatched(_ row: Row) throws {
        try expect(row)
    }

    @Test func equalSourcesAreEqualPatterns() throws {
        #expect(try Pattern("^a$") == Pattern("^a$"))
        #expect(try Pattern("\u{E9}") != Pattern("e\u{301}"))
    }

    private func expect(_ row: Row) throws {
        let match = try Pattern(row.pattern).match(in: row.text)
        #expect(match == (row.isFound ? .matched : .notMatched))
    }
}
