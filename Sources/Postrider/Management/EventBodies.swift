import Foundation
import Outbox

/// An event that has been recorded.
struct RecordedEventBody: SchemaComponent {
    var id: UUID
    var type: String
    var tenant: String
    var createdAt: Date

    static let schemaName = "Postrider.RecordedEvent"

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
}

/// The events of a batch.
struct RecordedEventsBody: SchemaComponent {
    var data: [RecordedEventBody]

    static let schemaName = "Postrider.RecordedEvents"

    static func definition(in registry: inout SchemaRegistry) -> JSON {
        ObjectSchema("Events that have been recorded, in the order of the request.") {
            Property("data", [RecordedEventBody].self)
        }
        .json(in: &registry)
    }
}

/// An event in a list.
struct EventSummaryBody: SchemaComponent {
    var id: UUID
    var type: String
    var tenant: String
    var kind: EventKind
    var createdAt: Date

    static let schemaName = "Postrider.EventSummary"

    enum CodingKeys: String, CodingKey {
        case id
        case type
        case tenant
        case kind
        case createdAt = "created_at"
    }

    static func definition(in registry: inout SchemaRegistry) -> JSON {
        ObjectSchema("An event without its payload.") {
            Property("id", UUID.self)
            Property("type", String.self)
            Property("tenant", String.self)
            Property("kind", EventKind.self)
            Property("created_at", Date.self)
        }
        .json(in: &registry)
    }

    init(_ event: Event) {
        id = event.id
        type = event.type
        tenant = event.tenant
        kind = event.kind
        createdAt = event.createdAt
    }
}
