import HTTPTypes
import JSONSchema

/// One request while its inputs are read: what was parsed so far, and every fault that was found.
struct RequestReading {
    let context: RequestContext
    /// The values of the path's variables, decoded, by name.
    let pathValues: [(name: String, value: String)]
    /// The body; nil when the request has none.
    let body: ReceivedBody?
    private(set) var errors: [InvalidInput] = []
    private var query: NamedValues?
    private var cookies: NamedValues?

    init(context: RequestContext, pathValues: [(name: String, value: String)], body: ReceivedBody?) {
        self.context = context
        self.pathValues = pathValues
        self.body = body
    }

    mutating func report(_ error: InvalidInput) {
        errors.append(error)
    }

    /// The fields of the query string, parsed once.
    mutating func queryValues(of name: String) throws -> [String] {
        if let query {
            return query.values(of: name)
        }
        let parsed = try NamedValues(query: context.request.query)
        query = parsed
        return parsed.values(of: name)
    }

    /// The cookies, parsed once.
    mutating func cookieValues(of name: String) -> [String] {
        if let cookies {
            return cookies.values(of: name)
        }
        let parsed = NamedValues(cookies: context.request.headers[.cookie])
        cookies = parsed
        return parsed.values(of: name)
    }
}

/// A body that was received.
struct ReceivedBody: Sendable {
    var bytes: [UInt8]
    var contentType: ContentType
    /// The parsed text, when the body is JSON.
    var json: JSON?
}
