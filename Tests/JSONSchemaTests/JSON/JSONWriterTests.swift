import Testing

@testable import JSONSchema

struct JSONWriterTests {
    @Test func compactTextHasNoSpace() throws {
        let text = #"{"b":[1,2.50,"x"],"a":{"c":null,"d":true,"e":false},"f":[],"g":{}}"#
        #expect(try JSON.parse(text).text() == text)
        #expect(try JSON.parse(text).description == text)
    }

    @Test func prettyTextIsIndentedByTwoSpaces() {
        let json: JSON = ["a": [1, ["b": 2]], "c": [], "d": [:]]
        let text = """
            {
              "a": [
                1,
                {
                  "b": 2
                }
              ],
              "c": [],
              "d": {}
            }
            """
        #expect(json.text(pretty: true) == text)
        #expect(JSON("x").text(pretty: true) == "\"x\"")
    }

    @Test func onlyWhatMustBeEscapedIs() {
        let string: JSON = "\"\\/\u{8}\u{c}\n\r\t\0\u{1F} \u{7F}\u{2028}é𝄞<>&'"
        #expect(string.text() == #""\"\\/\b\f\n\r\t\u0000\u001f "# + "\u{7F}\u{2028}é𝄞<>&'\"")
        let object: JSON = ["a\"\n": 1]
        #expect(object.text() == #"{"a\"\n":1}"#)
    }

    @Test func longTextsAreWhole() throws {
        let string = String(repeating: "0123456\n", count: 10_000)
        #expect(JSON.string(string).bytes().count == 10_000 * 9 + 2)
        #expect(try JSON.parse(JSON.string(string).bytes()) == .string(string))
    }
}
