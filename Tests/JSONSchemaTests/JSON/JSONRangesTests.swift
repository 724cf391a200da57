import Testing

@testable import JSONSchema

struct JSONRangesTests {
    private func cut(_ bytes: ArraySlice<UInt8>, _ range: Range<Int>) -> String {
        String(decoding: bytes[range], as: UTF8.self)
    }

    @Test func membersAreCutOutAsTheyStand() {
        let text =
            #"xx { "type" : "a b" , "payload": { "z":[1.0, "}\"\\" ],"a" : {} },"n":-1.50e2 ,"t":true,"e":[ ]}yy"#
        let bytes = Array(text.utf8).dropFirst(2).dropLast(2)
        let members = JSON.members(of: bytes)
        #expect(members.map(\.key) == ["type", "payload", "n", "t", "e"])
        #expect(
            members.map { cut(bytes, $0.range) }
                == [#""a b""#, #"{ "z":[1.0, "}\"\\" ],"a" : {} }"#, "-1.50e2", "true", "[ ]"]
        )
    }

    @Test func namesAreUnescaped() {
        let members = JSON.members(of: Array(#"{"\u0061\"\n":null}"#.utf8)[...])
        #expect(members.map(\.key) == ["a\"\n"])
    }

    @Test func elementsAreCutOutAsTheyStand() {
        let bytes = Array(#"  [ 1.0 ,"a,]", [[2],{"b":"\\"}],null ]  "#.utf8)[...]
        #expect(JSON.elements(of: bytes).map { cut(bytes, $0) } == ["1.0", #""a,]""#, #"[[2],{"b":"\\"}]"#, "null"])
    }

    @Test(arguments: [
        "{}", " { } ", "[]", "[1]", "1", "", "{", "{\"a\"", "{\"a\":", "{\"a\":\"", "{\"a\":[", "{\"a\":}",
        "{\"a\":\"\\",
    ])
    func thereAreNoMembersInAnythingElse(_ text: String) {
        #expect(JSON.members(of: Array(text.utf8)[...]).isEmpty)
    }

    @Test(arguments: [
        "[]", " [ ] ", "{}", "{\"a\":1}", "1", "", "[", "[1", "[1,", "[\"", "[[1]", "[]]".dropLast(2).description,
    ])
    func thereAreNoElementsInAnythingElse(_ text: String) {
        #expect(JSON.elements(of: Array(text.utf8)[...]).isEmpty)
    }

    @Test func depthIsNoLimit() {
        let depth = 100_000
        let text = "[" + String(repeating: "[", count: depth) + String(repeating: "]", count: depth) + "]"
        #expect(JSON.elements(of: Array(text.utf8)[...]) == [1..<(2 * depth + 1)])
    }

    /// What is cut out of any value is the text of its parts.
    @Test func rangesAgreeWithTheParser() throws {
        let value: JSON = ["a": [1, "\"", ["b": nil]], "é\n": ["x": ["y": []]], "": "{", "n": 1.25]
        for pretty in [false, true] {
            let bytes = value.bytes(pretty: pretty)[...]
            let members = JSON.members(of: bytes)
            #expect(members.map(\.key) == ["a", "é\n", "", "n"])
            for (key, range) in members { #expect(try JSON.parse(bytes[range]) == value[key]) }
        }
    }
}
