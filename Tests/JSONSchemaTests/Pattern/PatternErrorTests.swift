import JSONSchema
import Testing

struct PatternErrorTests {
    @Test(arguments: [
        ("a\\", 1, "A pattern cannot end with a single \\"),
        ("\\a", 0, "\\a is no escape of ECMA-262"),
        ("^\\Z", 1, "\\Z is no escape of ECMA-262"),
        ("\\A", 0, "\\A is no escape of ECMA-262"),
        ("\\é", 0, "\\é is no escape of ECMA-262"),
        ("[\\B]", 1, "\\B is no escape of ECMA-262"),
        ("[\\1]", 1, "\\1 is no escape of ECMA-262"),
        ("\\01", 0, "Octal escapes are not part of ECMA-262; use \\xHH"),
        ("\\c1", 0, "\\c is followed by a letter"),
        ("\\x4", 0, "\\x is followed by two hexadecimal digits"),
        ("\\u004", 0, "\\u is followed by four hexadecimal digits or {...} up to 10FFFF"),
        ("\\u{110000}", 0, "\\u is followed by four hexadecimal digits or {...} up to 10FFFF"),
        ("\\u{}", 0, "\\u is followed by four hexadecimal digits or {...} up to 10FFFF"),
        ("\\p{", 0, "A property is written \\p{Letter}"),
        ("\\pL", 0, "A property is written \\p{Letter}"),
        ("\\p{Nope}", 0, "\\p{Nope} names no property that is known here"),
        ("\\p{gc=Nope}", 0, "\"Nope\" is no general category"),
        ("\\p{scx=Greek}", 0, "\\p{scx=Greek} is not supported; use Script=, General_Category= or a binary property"),
        ("*a", 0, "There is nothing here that \"*\" could repeat; write \\* for the character"),
        ("a**", 2, "There is nothing here that \"*\" could repeat; write \\* for the character"),
        ("a++", 2, "There is nothing here that \"+\" could repeat; write \\+ for the character"),
        ("^*", 1, "There is nothing here that \"*\" could repeat; write \\* for the character"),
        ("(?=a)*", 5, "There is nothing here that \"*\" could repeat; write \\* for the character"),
        ("(?<=a)+", 6, "There is nothing here that \"+\" could repeat; write \\+ for the character"),
        ("a{2,1}", 1, "The counts {2,1} are out of order"),
        ("a{,5}", 1, "A count is written {n}, {n,} or {n,m}; write \\{ for the character"),
        ("a{1", 1, "A count is written {n}, {n,} or {n,m}; write \\{ for the character"),
        ("a{99999999999999999999}", 2, "Counts go up to 32768"),
        ("{id}", 0, "\"{\" has no meaning here; write \\{ for the character"),
        ("id}", 2, "\"}\" has no meaning here; write \\} for the character"),
        ("[[:alpha:]]", 10, "\"]\" has no meaning here; write \\] for the character"),
        ("a[bc", 1, "This class is not closed with \"]\""),
        ("[z-a]", 1, "The ends of this range are out of order"),
        ("(a", 0, "This group is not closed with \")\""),
        ("a)", 1, "This \")\" closes no group; write \\) for the character"),
        ("(?P<name>a)", 1, "A named group is written (?<name>...)"),
        ("(?>a)", 1, "Atomic groups are not part of ECMA-262; use (?:...)"),
        ("(?i)a", 1, "Flags inside a pattern are not supported; spell both cases in a class"),
        ("(?#a)", 1, "A group starts with (, (?:, (?=, (?!, (?<=, (?<! or (?<name>"),
        ("(?<1>a)", 3, "A group's name is letters, digits, \"_\" and \"$\", closed by \">\""),
        ("(?<a", 3, "A group's name is letters, digits, \"_\" and \"$\", closed by \">\""),
        ("(?<a>b)(?<a>c)", 10, "Two groups are named \"a\""),
        ("(a)\\2", 3, "There is no group 2: the pattern has 1"),
        ("\\99999999999999999999", 0, "There is no group 9: the pattern has 0"),
        ("\\k<a>", 0, "\\k<...> names no group of this pattern"),
        ("\\k", 0, "\\k is followed by <name>"),
    ])
    func namesWhatIsWrongAndWhere(_ source: String, _ offset: Int, _ message: String) {
        let error = #expect(throws: PatternError.self) { try Pattern(source) }
        #expect(error?.message == message)
        #expect(error?.offset == offset)
    }

    @Test func unknownScriptsNameTheKnownOnes() {
        let error = #expect(throws: PatternError.self) { try Pattern("\\p{Script=Runic}") }
        #expect(error?.message.contains("Greek, Gujarati") == true)
    }

    @Test(arguments: [
        String(repeating: "a", count: 40_000),
        String(repeating: "(", count: 101) + String(repeating: ")", count: 101),
        String(repeating: "(", count: 30_000),
        String(repeating: "(?:(?!", count: 5_000),
        "(a{1000}){1000}",
        "(?:(?:(?:){1000}){1000}){1000}",
        "(?:a{0,30000}){0,30000}",
        "((a{100}\\1){100}){100}",
        String(repeating: "(?:", count: 50) + "a" + String(repeating: "){2}", count: 50),
    ])
    func refusesWhatWouldBeTooLarge(_ source: String) {
        #expect(throws: PatternError.self) { try Pattern(source) }
    }

    @Test func acceptsWhatFits() throws {
        #expect(try Pattern("^.{1,16000}$").match(in: "abc") == .matched)
        let nested = String(repeating: "(", count: 99) + "a" + String(repeating: "+)", count: 99)
        #expect(try Pattern(nested).match(in: "a") == .matched)
    }
}
