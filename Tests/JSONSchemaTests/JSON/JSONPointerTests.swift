import Testing

@testable import JSONSchema

struct JSONPointerTests {
    /// The example of RFC 6901, section 5.
    private static let document: JSON = [
        "foo": ["bar", "baz"], "": 0, "a/b": 1, "c%d": 2, "e^f": 3, "g|h": 4, "i\\j": 5, "k\"l": 6, " ": 7, "m~n": 8,
    ]

    @Test(
        arguments: [
            ("", document), ("/foo", ["bar", "baz"]), ("/foo/0", "bar"), ("/", 0), ("/a~1b", 1), ("/c%d", 2),
            ("/e^f", 3),
            ("/g|h", 4), ("/i\\j", 5), ("/k\"l", 6), ("/ ", 7), ("/m~0n", 8), ("/foo/1", "baz"), ("/foo/2", nil),
            ("/foo/-", nil), ("/foo/00", nil),
            ("/foo/+1", nil), ("/foo/01", nil), ("/foo/99999999999999999999", nil), ("/foo/", nil), ("/nope", nil),
            ("/foo/0/x", nil), ("foo", nil), ("/m~n", nil),
            ("/m~2n", nil), ("#/foo", nil),
        ] as [(String, JSON?)]
    )
    func resolvesPlaces(_ text: String, _ value: JSON?) {
        #expect(Self.document[pointer: text] == value)
    }

    @Test(
        arguments: [
            ("", ""), ("/foo", "/foo"), ("/a~1b", "/a~1b"), ("/c%25d", "/c%d"), ("/%22%C3%A9", "/\"é"),
            ("/%2Fa", "//a"), ("/%zz", nil),
            ("/%2", nil), ("/%ff", nil), ("foo", nil),
        ] as [(String, String?)]
    )
    func readsFragmentsOfURIs(_ fragment: String, _ text: String?) {
        #expect(JSONPointer(fragment: fragment)?.description == text)
    }

    @Test(arguments: [
        [], [""], ["a", "b"], ["a/b", "~", "~1", "~01", "é/~"], ["", "", ""],
    ])
    func textsRoundTrip(_ tokens: [String]) {
        let pointer = JSONPointer(tokens: tokens)
        #expect(JSONPointer(pointer.description)?.tokens == tokens)
    }

    @Test func placesAreAppended() {
        let pointer = JSONPointer().appending("a/b").appending(3).appending("~")
        #expect(pointer.description == "/a~1b/3/~0")
        #expect(JSONPointer.escape("a/b~c") == "a~1b~0c")
        #expect(JSONPointer.escape("plain") == "plain")
    }
}
