import JSONSchema
import OpenAPI
import OrderedCollections

/// The problems that the gateway reports by itself; raw values are their names among the components.
enum StandardResponse: String, Sendable {
    case badRequest = "BadRequest"
    case unauthorized = "Unauthorized"
    case forbidden = "Forbidden"
    case contentTooLarge = "ContentTooLarge"
    case unsupportedMediaType = "UnsupportedMediaType"
    case unprocessableContent = "UnprocessableContent"

    /// The status code.
    var key: String {
        switch self {
        case .badRequest: "400"
        case .unauthorized: "401"
        case .forbidden: "403"
        case .contentTooLarge: "413"
        case .unsupportedMediaType: "415"
        case .unprocessableContent: "422"
        }
    }

    var response: OpenAPI.Response {
        var response = OpenAPI.Response(description: description)
        response.content = ProblemSchema.content
        if self == .unauthorized {
            response.headers["WWW-Authenticate"] = Header(schema: ["type": "string"])
        }
        return response
    }

    private var description: String {
        switch self {
        case .badRequest: "The request is malformed."
        case .unauthorized: "There is no credential, or it is not valid."
        case .forbidden: "The credential does not allow this."
        case .contentTooLarge: "The body is larger than this route takes."
        case .unsupportedMediaType: "The body is in a media type that this route does not take."
        case .unprocessableContent: "The request is invalid; every fault is listed."
        }
    }
}

/// The body of every problem (RFC 9457).
enum ProblemSchema {
    static let name = "Problem"

    static var content: OrderedDictionary<String, MediaType> {
        ["application/problem+json": MediaType(schema: ["$ref": .string(SchemaReference.prefix + name)])]
    }

    static func addComponent(to components: inout Components) {
        components.schemas[name] = schema
    }

    private static let schema: JSON = [
        "type": "object",
        "title": "Problem",
        "description": "What went wrong (RFC 9457).",
        "properties": [
            "type": ["type": "string", "format": "uri-reference", "description": "The kind of problem."],
            "title": ["type": "string", "description": "The kind in a few words."],
            "status": ["type": "integer", "description": "The status of the answer."],
            "detail": ["type": "string", "description": "What went wrong this time, and what to do about it."],
            "errors": [
                "type": "array",
                "description": "Every fault of the input.",
                "items": [
                    "type": "object",
                    "properties": [
                        "in": ["type": "string", "enum": ["path", "query", "header", "cookie", "body"]],
                        "pointer": ["type": "string", "description": "Where in it (RFC 6901)."],
                        "keyword": ["type": "string", "description": "The rule that it breaks."],
                        "message": ["type": "string"],
                    ],
                    "required": ["in", "pointer", "keyword", "message"],
                ],
            ],
            "request_id": ["type": "string", "description": "The request's name in the logs, for 500."],
        ],
        "required": ["type", "title", "status"],
    ]
}
