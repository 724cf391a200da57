/// A fault as the parser meets it; line, column and message are worked out only when it leaves the parser.
struct JSONFault: Error {
    var offset: Int
    var reason: Reason

    enum Reason {
        case emptyText
        case byteOrderMark
        case tooDeep(maximum: Int)
        case expectedValue
        case expectedLiteral(String)
        case expectedName
        case trailingComma
        case expectedColon
        case expectedCommaOrBracket
        case expectedCommaOrBrace
        case unfinished
        case trailingText
        case duplicateName(String)
        case unterminatedString
        case controlCharacter(UInt8)
        case invalidUTF8
        case unknownEscape
        case malformedUnicodeEscape
        case loneSurrogate
        case leadingZero
        case expectedDigit
        case numberTooLong(maximum: Int)
        case exponentTooLong(maximum: Int)
    }
}

extension JSONFault.Reason {
    var message: String {
        switch self {
        case .emptyText: "the text is empty, expected a JSON value"
        case .byteOrderMark: "the text starts with a byte order mark, remove it"
        case .tooDeep(let maximum): "arrays and objects are nested more than \(maximum) levels deep"
        case .expectedValue: "expected a JSON value"
        case .expectedLiteral(let literal): "expected \"\(literal)\""
        case .expectedName: "expected a member's name in double quotes"
        case .trailingComma: "a comma must be followed by another item"
        case .expectedColon: "expected a colon after the member's name"
        case .expectedCommaOrBracket: "expected a comma or a closing bracket after the array's element"
        case .expectedCommaOrBrace: "expected a comma or a closing brace after the object's member"
        case .unfinished: "the text ends before its value is complete"
        case .trailingText: "expected the end of the text after its value"
        case .duplicateName(let name): "the name \(Self.quoted(name)) occurs twice in one object"
        case .unterminatedString: "the string has no closing quote"
        case .controlCharacter(let byte):
            "a control character in a string must be escaped, as \(JSONWriter.unicodeEscape(of: byte))"
        case .invalidUTF8: "the string is not valid UTF-8"
        case .unknownEscape: "expected one of \" \\ / b f n r t u after the backslash"
        case .malformedUnicodeEscape: "expected four hexadecimal digits after \\u"
        case .loneSurrogate: "half of a surrogate pair stands alone, it is not a character"
        case .leadingZero: "a number must not start with a zero that another digit follows"
        case .expectedDigit: "expected a digit"
        case .numberTooLong(let maximum): "the number is longer than \(maximum) characters"
        case .exponentTooLong(let maximum): "the number's exponent is longer than \(maximum) digits"
        }
    }

    /// The name as a JSON string, cut after 64 characters: it may be of any length.
    private static func quoted(_ name: String) -> String {
        let text = JSON.string(String(name.prefix(64))).text()
        return name.count > 64 ? "\(text)..." : text
    }
}
