public import HTTPTypes
public import JSONSchema

/// A result that says more about its answer than a body: its status, header fields or media type.
///
/// Everything else that is `Encodable` and has a schema is answered as JSON.
public protocol ResponseContent: Encodable, SchemaRepresentable {
    /// The status when neither the route nor the value gives one.
    static var defaultStatus: HTTPResponse.Status { get }
    /// The media type of the documented body; nil when there is none to document.
    static var documentedContentType: String? { get }
    /// The answer; `status` is the route's.
    func response(status: HTTPResponse.Status) throws -> RawReply
}

/// A value with a status and header fields of its own.
public struct Reply<Value: Encodable & SchemaRepresentable & Sendable>: ResponseContent {
    /// The body.
    public var value: Value
    /// The status; nil means the route's.
    public var status: HTTPResponse.Status?
    /// Further header fields.
    public var headers: HTTPFields

    /// Creates an answer.
    public init(_ value: Value, status: HTTPResponse.Status? = nil, headers: HTTPFields = [:]) {
        self.value = value
        self.status = status
        self.headers = headers
    }

    /// 200, or what the value says for itself.
    public static var defaultStatus: HTTPResponse.Status {
        (Value.self as? any ResponseContent.Type)?.defaultStatus ?? .ok
    }

    /// JSON, or what the value says for itself.
    public static var documentedContentType: String? {
        guard let type = Value.self as? any ResponseContent.Type else { return "application/json" }
        return type.documentedContentType
    }

    /// The schema of the value.
    public static func schema(in registry: inout SchemaRegistry) -> JSON {
        Value.schema(in: &registry)
    }

    /// Encodes the value alone.
    public func encode(to encoder: any Encoder) throws {
        try value.encode(to: encoder)
    }

    /// The value as JSON under this status.
    public func response(status: HTTPResponse.Status) throws -> RawReply {
        let status = self.status ?? status
        var reply: RawReply
        if let content = value as? any ResponseContent {
            reply = try content.response(status: status)
        } else {
            let json = try JSONValueEncoder().encode(value)
            reply = RawReply(status: status, contentType: "application/json", body: json.bytes())
        }
        for field in headers {
            reply.headers[field.name] = field.value
        }
        return reply
    }
}

/// An answer without a body, 204 unless the route says otherwise.
public struct NoContent: ResponseContent {
    /// Creates the answer.
    public init() {}

    /// 204.
    public static var defaultStatus: HTTPResponse.Status { .noContent }
    /// None.
    public static var documentedContentType: String? { nil }

    /// No value has this schema.
    public static func schema(in registry: inout SchemaRegistry) -> JSON { false }

    /// Encodes null: there is nothing to encode.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encodeNil()
    }

    /// The status alone.
    public func response(status: HTTPResponse.Status) -> RawReply {
        RawReply(status: status, contentType: nil, body: [])
    }
}

/// An answer in any media type, as bytes.
public struct RawReply: ResponseContent {
    /// The status.
    public var status: HTTPResponse.Status
    /// The header fields, `content-type` included.
    public var headers: HTTPFields
    /// The bytes of the body.
    public var body: [UInt8]

    /// Creates an answer.
    public init(
        status: HTTPResponse.Status = .ok,
        contentType: String?,
        headers: HTTPFields = [:],
        body: [UInt8]
    ) {
        self.status = status
        self.headers = headers
        self.headers[.contentType] = contentType
        self.body = body
    }

    /// Creates an answer of text.
    public init(status: HTTPResponse.Status = .ok, contentType: String, headers: HTTPFields = [:], text: String) {
        self.init(status: status, contentType: contentType, headers: headers, body: Array(text.utf8))
    }

    /// 200.
    public static var defaultStatus: HTTPResponse.Status { .ok }
    /// Unknown: the route's declared responses document it.
    public static var documentedContentType: String? { nil }

    /// Any value.
    public static func schema(in registry: inout SchemaRegistry) -> JSON { true }

    /// Throws: bytes of any media type are no value.
    public func encode(to encoder: any Encoder) throws {
        let context = EncodingError.Context(
            codingPath: encoder.codingPath,
            debugDescription: "a RawReply has no JSON form"
        )
        throw EncodingError.invalidValue(self, context)
    }

    /// The answer itself; its own status holds.
    public func response(status: HTTPResponse.Status) -> RawReply { self }
}
