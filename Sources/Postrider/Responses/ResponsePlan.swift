import HTTPTypes
import JSONSchema

/// What a route does with its handler's results, settled once when the route is declared.
struct ResponsePlan<Output: Encodable & SchemaRepresentable & Sendable>: Sendable {
    let status: HTTPResponse.Status
    private let content: (any ResponseContent.Type)?

    init(status: HTTPResponse.Status?) {
        content = Output.self as? any ResponseContent.Type
        self.status = status ?? content?.defaultStatus ?? .ok
    }

    /// The media type of the documented body; nil when there is none to document.
    var documentedContentType: String? {
        guard let content else { return "application/json" }
        return content.documentedContentType
    }

    func response(_ output: Output) throws -> OutgoingResponse {
        guard content != nil, let output = output as? any ResponseContent else {
            return .json(try JSONValueEncoder().encode(output), status: status)
        }
        let reply = try output.response(status: status)
        return OutgoingResponse(status: reply.status, headers: reply.headers, body: reply.body)
    }
}
