public import HTTPTypes
public import JSONSchema
public import OrderedCollections

/// An answer that reports an error, `application/problem+json` (RFC 9457).
///
/// A handler throws it. Whatever else a handler throws is logged and answered as 500 with the request's name only.
public struct Problem: Error, Sendable {
    /// The status of the answer.
    public var status: HTTPResponse.Status
    /// A URI that names the kind of problem; `about:blank` means that the status says it all.
    public var type: String
    /// A short summary of the kind.
    public var title: String
    /// What went wrong this time and what to do about it.
    public var detail: String?
    /// Every fault of the input, when that is what went wrong.
    public var errors: [InvalidInput]
    /// Further header fields of the answer.
    public var headers: HTTPFields
    /// Further members of the body.
    public var extensions: OrderedDictionary<String, JSON>

    /// Creates a problem; the title defaults to the status's name.
    public init(
        status: HTTPResponse.Status,
        detail: String? = nil,
        type: String = "about:blank",
        title: String? = nil,
        errors: [InvalidInput] = [],
        headers: HTTPFields = [:],
        extensions: OrderedDictionary<String, JSON> = [:]
    ) {
        self.status = status
        self.type = type
        self.title = title ?? StatusName.of(status)
        self.detail = detail
        self.errors = errors
        self.headers = headers
        self.extensions = extensions
    }

    /// The body of the answer.
    public var json: JSON {
        var members: OrderedDictionary<String, JSON> = [
            "type": .string(type), "title": .string(title), "status": JSON(status.code),
        ]
        members["detail"] = detail.map(JSON.string)
        if !errors.isEmpty {
            members["errors"] = .array(errors.map(\.json))
        }
        for (key, value) in extensions where members[key] == nil {
            members[key] = value
        }
        return .object(members)
    }

    var response: OutgoingResponse {
        .json(json, status: status, headers: headers, contentType: "application/problem+json")
    }
}
