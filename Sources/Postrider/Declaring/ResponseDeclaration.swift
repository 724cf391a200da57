import JSONSchema

/// A documented answer of a route.
///
/// Under the status of the route's result it adds its description to what the document says of the result.
public struct ResponseDeclaration: Sendable {
    /// Which answers are meant: a status code, a range such as `2XX`, or `default`.
    public struct Key: Sendable, Hashable, ExpressibleByIntegerLiteral, ExpressibleByStringLiteral {
        let text: String

        /// A status code.
        public init(integerLiteral value: Int) {
            text = String(value)
        }

        /// A status code, a range such as `2XX`, or `default`.
        public init(stringLiteral value: String) {
            text = value
        }
    }

    enum Content: Sendable {
        case none
        case problem
        case schema(contentType: String, SchemaWriter)
        case bytes(contentType: String)
    }

    let key: Key
    let description: String
    let content: Content

    /// An answer without a documented body.
    public static func response(_ key: Key, _ description: String) -> ResponseDeclaration {
        ResponseDeclaration(key: key, description: description, content: .none)
    }

    /// An answer with a JSON body.
    public static func response(
        _ key: Key,
        _ description: String,
        body: (some Encodable & SchemaRepresentable).Type
    ) -> ResponseDeclaration {
        let content = Content.schema(contentType: "application/json") { body.schema(in: &$0) }
        return ResponseDeclaration(key: key, description: description, content: content)
    }

    /// An answer in another media type.
    public static func response(_ key: Key, _ description: String, contentType: String) -> ResponseDeclaration {
        ResponseDeclaration(key: key, description: description, content: .bytes(contentType: contentType))
    }

    /// A problem that the route reports.
    public static func problem(_ key: Key, _ description: String) -> ResponseDeclaration {
        ResponseDeclaration(key: key, description: description, content: .problem)
    }
}
