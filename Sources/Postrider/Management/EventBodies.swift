import Foundation
import Outbox

/// An event as a client sends it.
struct EventInput: SchemaComponent {
    var type: String
    var payload: JSON
    var tenant: String?

    static let schemaName = "NewEvent"

    static func definition(in registry: inout SchemaRegistry) -> JSON {
        ObjectSchema("An event to be recorded.", unknownKeys: .forbidden) {
            Property("type", String.self, .minLength(1), .maxLength(256), description: "A declared event type.")
            Property("payload", JSON.self, description: "What receivers get, byte for byte; at most 256 KiB.")
            Property("tenant", String?.self, .minLength(1), .maxLength(128), description: "Whose event; `default`.")
        }
        .json(in: &registry)
    }
}

/// Several events, recorded together or not at all.
struct EventBatchInput: SchemaComponent {
    var events: [EventInput]

    static let schemaName = "NewEvents"
    /// The most events of a batch.
    static let maximumEvents = 1_000

    static func definition(in registry: inout SchemaRegistry) -> JSON {
        ObjectSchema("Events to be recorded in one transaction.", unknownKeys: .forbidden) {
            Property("events", [EventInput].self, .items(1...maximumEvents))
        }
        .json(in: &registry)
    }
}

/// An event that has been recorded.
struct EventReceipt: SchemaComponent {
    var id: UUID
    var type: String
    var tenant: String
    var createdAt: Date

    static let schemaName = "RecordedEvent"

    enum CodingKeys: String, CodingKey {
        case id
        case type
        case tenant
        case createdAt = "created_at"
    }

    static func definition(in registry: inout SchemaRegistry) -> JSON {
        ObjectSchema("An event that has been recorded.") {
            Property("id", UUID.self, description: "What receivers see as `webhook-id`.")
            Property("type", String.self)
            Property("tenant", String.self)
            Property("created_at", Date.self)
        }
        .json(in: &registry)
    }

    init(_ event: NewEvent, _ emitted: EmittedEvent) {
        id = emitted.id
        type = event.type
        tenant = event.tenant
        createdAt = emitted.createdAt
    }

    init(_ event: Outbox.Event) {
        id = event.id
        type = event.type
        tenant = event.tenant
        createdAt = event.createdAt
    }
}

/// The events of a batch, in the order of the request.
struct EventBatchReceipt: SchemaComponent {
    var data: [EventReceipt]

    static let schemaName = "RecordedEvents"

    static func definition(in registry: inout SchemaRegistry) -> JSON {
        ObjectSchema("Events that have been recorded, in the order of the request.") {
            Property("data", [EventReceipt].self)
        }
        .json(in: &registry)
    }
}

/// An event with all that is known of it.
struct EventBody: SchemaComponent {
    var id: UUID
    var type: String
    var tenant: String
    var kind: String
    var status: String
    var payload: JSON
    var traceparent: String?
    var createdAt: Date
    var rejection: RejectionBody?

    static let schemaName = "Event"

    enum CodingKeys: String, CodingKey {
        case id
        case type
        case tenant
        case kind
        case status
        case payload
        case traceparent
        case createdAt = "created_at"
        case rejection
    }

    static func definition(in registry: inout SchemaRegistry) -> JSON {
        ObjectSchema("An event.") {
            Property("id", UUID.self)
            Property("type", String.self)
            Property("tenant", String.self)
            Property("kind", String.self, description: "`event`, `test` or `callback`.")
            Property("status", String.self, description: "`queued`, `rejected`, `unmatched` or `dispatched`.")
            Property("payload", JSON.self)
            Property("traceparent", String?.self)
            Property("created_at", Date.self)
            Property("rejection", RejectionBody?.self, description: "Why a worker refused what plain SQL wrote.")
        }
        .json(in: &registry)
    }

    init(_ detail: EventDetail) throws {
        id = detail.event.id
        type = detail.event.type
        tenant = detail.event.tenant
        kind = detail.event.kind.rawValue
        status = detail.status.rawValue
        payload = try JSON.parse(detail.payload, maximumDepth: 512)
        traceparent = detail.traceparent
        createdAt = detail.event.createdAt
        rejection = detail.rejection.map(RejectionBody.init)
    }
}

/// Why an event was rejected.
struct RejectionBody: SchemaComponent {
    var reason: String
    var errors: JSON
    var rejectedAt: Date

    static let schemaName = "Rejection"

    enum CodingKeys: String, CodingKey {
        case reason
        case errors
        case rejectedAt = "rejected_at"
    }

    static func definition(in registry: inout SchemaRegistry) -> JSON {
        ObjectSchema("Why an event is not dispatched.") {
            Property("reason", String.self, description: "`undeclared` or `invalid`.")
            Property("errors", JSON.self)
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
