import JSONSchema

/// One fault of a request's input, with its place.
public struct InvalidInput: Sendable, Hashable {
    /// Which part of the request is meant.
    public enum Place: String, Sendable, Hashable {
        /// A segment of the path.
        case path
        /// The query string.
        case query
        /// A header field.
        case header
        /// A cookie.
        case cookie
        /// The body.
        case body
    }

    /// Which part of the request is meant.
    public var place: Place
    /// Where in that part: an RFC 6901 pointer, which starts with the parameter's name outside the body.
    public var pointer: String
    /// The keyword of JSON Schema that refuses the value, or a short name of the rule that does.
    public var keyword: String
    /// What is wrong and what would be right; must not repeat secrets.
    public var message: String

    /// Creates a fault.
    public init(in place: Place, pointer: String, keyword: String, message: String) {
        self.place = place
        self.pointer = pointer
        self.keyword = keyword
        self.message = message
    }

    init(_ violation: SchemaViolation, in place: Place, below prefix: String = "") {
        self.init(
            in: place,
            pointer: prefix + violation.instancePointer,
            keyword: violation.keyword,
            message: violation.message
        )
    }

    var json: JSON {
        [
            "in": .string(place.rawValue), "pointer": .string(pointer), "keyword": .string(keyword),
            "message": .string(message),
        ]
    }
}
