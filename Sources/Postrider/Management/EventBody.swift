import Foundation
import HTTPTypes
import Outbox

/// An event with all that is known of it; the answer carries the payload's very bytes.
struct EventBody: SchemaComponent {
    var id: UUID
    var type: String
    var tenant: String
    var kind: EventKind
    var status: EventStatus
    var traceparent: String?
    var createdAt: Date
    var rejection: RejectionBody?

    static let schemaName = "Postrider.Event"

    enum CodingKeys: String, CodingKey {
        case id
        case type
        case tenant
        case kind
        case status
        case traceparent
        case createdAt = "created_at"
        case rejection
    }

    static func definition(in registry: inout SchemaRegistry) -> JSON {
        ObjectSchema("An event.") {
            Property("id", UUID.self, description: "What receivers see as `webhook-id`.")
            Property("type", String.self)
            Property("tenant", String.self)
            Property("kind", EventKind.self)
            Property(
                "status",
                EventStatus.self,
                description: "`unmatched`: no subscription wanted it when it was dispatched."
            )
            Property("traceparent", String?.self, description: "The trace context of whoever emitted it.")
            Property("created_at", Date.self)
            Property("rejection", RejectionBody?.self, description: "Why it is not dispatched, if it was rejected.")
            Property("payload", JSON.self, description: "Byte for byte as it was recorded and is sent.")
        }
        .json(in: &registry)
    }

    init(_ detail: EventDetail) {
        id = detail.event.id
        type = detail.event.type
        tenant = detail.event.tenant
        kind = detail.event.kind
        status = detail.status
        traceparent = detail.traceparent
        createdAt = detail.event.createdAt
        rejection = detail.rejection.map(RejectionBody.init)
    }
}

/// The answer with an event: its members, and the payload spliced in as it was stored.
///
/// Reading the payload only to write it again could change it, and would fail for what plain SQL may store as `json`
/// and this parser refuses, such as repeated names.
struct EventReply: ResponseContent {
    let event: EventBody
    let payload: [UInt8]

    init(_ detail: EventDetail) {
        event = EventBody(detail)
        payload = detail.payload
    }

    static var defaultStatus: HTTPResponse.Status { .ok }
    static var documentedContentType: String? { "application/json" }

    static func schema(in registry: inout SchemaRegistry) -> JSON {
        EventBody.schema(in: &registry)
    }

    func encode(to encoder: any Encoder) throws {
        try event.encode(to: encoder)
    }

    func response(status: HTTPResponse.Status) throws -> RawReply {
        var body: [UInt8] = Array(try JSONValueEncoder().encode(event).bytes().dropLast())
        body += Array(#","payload":"#.utf8)
        body += payload
        body.append(UInt8(ascii: "}"))
        return RawReply(status: status, contentType: "application/json", body: body)
    }
}

/// Why an event was rejected.
struct RejectionBody: SchemaComponent {
    var reason: String
    var errors: JSON
    var rejectedAt: Date

    static let schemaName = "Postrider.Rejection"

    enum CodingKeys: String, CodingKey {
        case reason
        case errors
        case rejectedAt = "rejected_at"
    }

    static func definition(in registry: inout SchemaRegistry) -> JSON {
        ObjectSchema("Why an event that plain SQL wrote is not dispatched.") {
            Property("reason", String.self, description: "`undeclared` or `invalid`.")
            Property("errors", JSON.self, description: "What is wrong with the payload, and where.")
            Property("rejected_at", Date.self)
        }
        .json(in: &registry)
    }

    init(_ rejection: EventDetail.Rejection) {
        reason = rejection.reason
        errors = rejection.errors
        rejectedAt = rejection.rejectedAt
    }
}
