import Foundation
import Testing

@testable import JSONSchema

struct JSONParserTests {
    @Test(
        arguments: [
            ("null", .null), (" true ", true), ("false\n", false), ("0", 0), ("-1", -1), ("\"\"", ""), ("[]", []),
            ("[ ]", []),
            ("{}", [:]), ("{ }", [:]), ("\t[\r\n1 , 2 ]", [1, 2]), (#"{"a" : [{"b":null}]}"#, ["a": [["b": nil]]]),
            (#"{"":1}"#, ["": 1]), (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{c}\n\r\t"),
            (#""\u0000\u001F\u00e9\uD834\uDD1E\uFFFF""#, "\0\u{1F}é𝄞\u{FFFF}"),
            (#""\\u0041""#, "\\u0041"), ("\"\u{7F}\u{2028}日本𝄞\"", "\u{7F}\u{2028}日本𝄞"),
            ("123456789012345678", 123_456_789_012_345_678),
            ("-9223372036854775808", .number(JSONNumber(Int.min))), ("1e2", 100), ("[0.1,-0.0,1E-2]", [0.1, 0, 0.01]),
        ] as [(String, JSON)]
    )
    func readsValidTexts(_ text: String, _ value: JSON) throws {
        #expect(try JSON.parse(text) == value)
        #expect(try JSON.parse(Array(text.utf8)) == value)
        #expect(try JSON.parse([0x5B] + Array(text.utf8) + [0x5D]) == [value])
    }

    @Test func readsASlice() throws {
        let bytes = Array("xx[1, tru]".utf8)
        #expect(try JSON.parse(bytes[2..<4] + [0x5D]) == [1])
        let error = #expect(throws: JSONParseError.self) { try JSON.parse(bytes[2...]) }
        #expect(error?.offset == 4)
    }

    @Test func keepsTheOrderOfMembersAndTheTextOfNumbers() throws {
        let text = #"{"z":1.0,"a":1e2,"m":{"y":-0,"b":123456789012345678901234567890}}"#
        #expect(try JSON.parse(text).text() == text)
    }

    @Test(arguments: [
        ("", 0, 1, 1, "the text is empty"), ("  \n", 3, 2, 1, "the text is empty"),
        ("\u{FEFF}1", 0, 1, 1, "byte order mark"),
        ("1 2", 2, 1, 3, "expected the end"), ("{} x", 3, 1, 4, "expected the end"),
        ("[1,]", 3, 1, 4, "a comma must be followed"),
        ("{\"a\":1,}", 7, 1, 8, "a comma must be followed"), ("[1", 2, 1, 3, "the text ends"),
        ("{\"a\"", 4, 1, 5, "the text ends"),
        ("[1 2]", 3, 1, 4, "expected a comma or a closing bracket"),
        ("{\"a\":1 \"b\":2}", 7, 1, 8, "expected a comma or a closing brace"),
        ("{\"a\" 1}", 5, 1, 6, "expected a colon"), ("{a:1}", 1, 1, 2, "expected a member's name"),
        ("{1:1}", 1, 1, 2, "expected a member's name"),
        ("[,1]", 1, 1, 2, "expected a JSON value"), ("tru", 0, 1, 1, "expected \"true\""),
        ("[nul]", 1, 1, 2, "expected \"null\""),
        ("falsy", 0, 1, 1, "expected \"false\""), ("True", 0, 1, 1, "expected a JSON value"),
        ("'a'", 0, 1, 1, "expected a JSON value"),
        ("NaN", 0, 1, 1, "expected a JSON value"), ("-Infinity", 1, 1, 2, "expected a digit"),
        ("+1", 0, 1, 1, "expected a JSON value"),
        ("01", 1, 1, 2, "must not start with a zero"), ("-01", 2, 1, 3, "must not start with a zero"),
        ("1.", 2, 1, 3, "the text ends"),
        ("[1.]", 3, 1, 4, "expected a digit"), ("[1e]", 3, 1, 4, "expected a digit"),
        ("[-]", 2, 1, 3, "expected a digit"),
        ("[.5]", 1, 1, 2, "expected a JSON value"), ("\"a", 2, 1, 3, "no closing quote"),
        ("\"a\\", 3, 1, 4, "no closing quote"), ("\"\\u12", 5, 1, 6, "no closing quote"),
        ("\"a\nb\"", 2, 1, 3, "as \\u000a"), ("\"\u{1F}\"", 1, 1, 2, "as \\u001f"), ("\"\0\"", 1, 1, 2, "as \\u0000"),
        ("\"\\x\"", 2, 1, 3, "after the backslash"),
        ("\"\\u12G4\"", 5, 1, 6, "four hexadecimal digits"), ("\"é\\uD800\"", 3, 1, 3, "half of a surrogate pair"),
        ("\"\\uDC00\"", 1, 1, 2, "half of a surrogate pair"), ("\"\\uD800\\n\"", 1, 1, 2, "half of a surrogate pair"),
        ("\"\\uD800\\uD800\"", 1, 1, 2, "half of a surrogate pair"), ("[1] // x", 4, 1, 5, "expected the end"),
        ("\0", 0, 1, 1, "expected a JSON value"),
        ("{\"a\":1,\n \"é\": 2, \"a\":3}", 18, 2, 10, "the name \"a\" occurs twice"),
        ("1\u{A0}", 1, 1, 2, "expected the end"),
        ("{\"a\":1,\"\\u0061\":3}", 7, 1, 8, "the name \"a\" occurs twice"),
        ("[[\n[\n  }", 7, 3, 3, "expected a JSON value"),
        ("1e1234567890123456789", 2, 1, 3, "exponent is longer than 18 digits"),
    ])
    func refusesInvalidTextsAndSaysWhere(
        _ text: String,
        _ offset: Int,
        _ line: Int,
        _ column: Int,
        _ message: String
    ) throws {
        let error = try #require(throws: JSONParseError.self) { try JSON.parse(text) }
        #expect(error.message.contains(message), "\(error)")
        #expect(error.offset == offset, "\(error)")
        #expect(error.line == line && error.column == column, "\(error)")
    }

    @Test(
        arguments: [
            ([0x22, 0xFF, 0x22], 1), ([0x22, 0x61, 0xC3, 0x22], 2), ([0x22, 0xC0, 0x80, 0x22], 1),
            ([0x22, 0xED, 0xA0, 0x80, 0x22], 1),
            ([0x22, 0xC3, 0xA9, 0xF4, 0x90, 0x80, 0x80, 0x22], 3), ([0x22, 0x5C, 0x6E, 0x80, 0x22], 3),
            ([0x22, 0xE2, 0x82], 3),
            ([0x22, 0xC3, 0x5C, 0x6E, 0xA9, 0x22], 1),
        ] as [([UInt8], Int)]
    )
    func refusesBytesThatAreNotUTF8(_ bytes: [UInt8], _ offset: Int) throws {
        let error = try #require(throws: JSONParseError.self) { try JSON.parse(bytes) }
        #expect(error.offset == offset, "\(error)")
    }

    @Test func quotesOnlyTheStartOfALongName() throws {
        let name = String(repeating: "n", count: 1000)
        let error = try #require(throws: JSONParseError.self) { try JSON.parse("{\"\(name)\":1,\"\(name)\":1}") }
        #expect(error.message.utf8.count < 120)
    }

    @Test func findsARepeatedNameAmongMany() throws {
        let names = (0..<1000).map { "\"name-\($0)\":\($0)" }
        #expect(try JSON.parse("{\(names.joined(separator: ","))}")["name-999"] == 999)
        #expect(throws: JSONParseError.self) { try JSON.parse("{\(names.joined(separator: ",")),\"name-500\":1}") }
    }

    /// Every place in a word of eight bytes at which a string can end or be interrupted.
    @Test(arguments: 0..<40) func findsTheEndOfAStringAtEveryPlace(_ length: Int) throws {
        let plain = String(repeating: "~", count: length)
        #expect(try JSON.parse("\"\(plain)\"") == .string(plain))
        #expect(try JSON.parse("[\"\(plain)\\n\(plain)\", 1]") == [.string("\(plain)\n\(plain)"), 1])
        #expect(try JSON.parse("\"é\(plain)é\"") == .string("é\(plain)é"))
        #expect(throws: JSONParseError.self) { try JSON.parse("\"\(plain)\u{1F}\(plain)\"") }
        #expect(throws: JSONParseError.self) { try JSON.parse("\"\(plain)") }
    }

    @Test func depthIsLimited() throws {
        #expect(throws: Never.self) { try JSON.parse(nested(128)) }
        let error = try #require(throws: JSONParseError.self) { try JSON.parse(nested(129)) }
        #expect(error.message == "arrays and objects are nested more than 128 levels deep")
        #expect(error.offset == 64 * 1 + 64 * 5)
        #expect(throws: Never.self) { try JSON.parse(nested(2), maximumDepth: 2) }
        #expect(throws: JSONParseError.self) { try JSON.parse("{\"a\":{\"a\":{}}}", maximumDepth: 2) }
        #expect(throws: Never.self) { try JSON.parse("1", maximumDepth: 0) }
        #expect(throws: JSONParseError.self) { try JSON.parse("[]", maximumDepth: 0) }
        #expect(throws: JSONParseError.self) { try JSON.parse(nested(257), maximumDepth: .max) }
        #expect(throws: JSONParseError.self) {
            try JSON.parse(String(repeating: "[", count: 1_000_000), maximumDepth: .max)
        }
    }

    /// All that recurses: reading, comparing, hashing, writing and releasing.
    @Test func theDeepestValueFitsInASmallStack() async throws {
        let text = nested(256)
        let equal = await withCheckedContinuation { continuation in
            let thread = Thread {
                let left = try? JSON.parse(text, maximumDepth: .max)
                let right = try? JSON.parse(text, maximumDepth: .max)
                continuation.resume(
                    returning: left == right && left?.hashValue == right?.hashValue && left?.text() == text
                )
            }
            thread.stackSize = 512 * 1024
            thread.start()
        }
        #expect(equal)
    }

    private func nested(_ depth: Int) -> String {
        (0..<depth).map { $0.isMultiple(of: 2) ? "[" : "{\"a\":" }.joined()
            + (depth.isMultiple(of: 2) ? "1" : "")
            + (0..<depth).reversed().map { $0.isMultiple(of: 2) ? "]" : "}" }.joined()
    }
}
