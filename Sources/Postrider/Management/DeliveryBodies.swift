import Foundation
import Outbox

/// A delivery's state by its name.
enum DeliveryStateName: String, Codable, Sendable, CaseIterable, SchemaRepresentable {
    case pending
    case sending
    case retrying
    case delivered
    case dead

    static func schema(in registry: inout SchemaRegistry) -> JSON {
        ["type": "string", "enum": .array(allCases.map { .string($0.rawValue) })]
    }
}

/// A delivery as it is shown, with its attempts in the single form.
struct DeliveryBody: SchemaComponent {
    var eventID: UUID
    var subscriptionID: UUID
    var tenant: String
    var eventType: String?
    var state: DeliveryStateName
    var attempts: Int
    var nextAt: Date?
    var lastStatus: Int?
    var lastError: String?
    var deadReason: String?

    static let schemaName = "Delivery"

    enum CodingKeys: String, CodingKey {
        case eventID = "event_id"
        case subscriptionID = "subscription_id"
        case tenant
        case eventType = "event_type"
        case state
        case attempts
        case nextAt = "next_at"
        case lastStatus = "last_status"
        case lastError = "last_error"
        case deadReason = "dead_reason"
    }

    static func definition(in registry: inout SchemaRegistry) -> JSON {
        ObjectSchema("One event for one subscription.") {
            Property("event_id", UUID.self)
            Property("subscription_id", UUID.self)
            Property("tenant", String.self)
            Property("event_type", String?.self, description: "Absent when the event has been pruned.")
            Property("state", DeliveryStateName.self)
            Property("attempts", Int.self)
            Property("next_at", Date?.self, description: "When it is due, if it waits.")
            Property("last_status", Int?.self)
            Property("last_error", String?.self)
            Property(
                "dead_reason",
                String?.self,
                description: "`exhausted`, `gone`, `expired`, `poison` or `disabled`."
            )
        }
        .json(in: &registry)
    }

    init(_ delivery: Delivery) {
        eventID = delivery.eventID
        subscriptionID = delivery.subscriptionID
        tenant = delivery.tenant
        eventType = delivery.eventType
        state = DeliveryStateName(rawValue: delivery.state.rawValue) ?? .pending
        attempts = delivery.attempts
        nextAt = delivery.nextAt
        lastStatus = delivery.lastStatus
        lastError = delivery.lastError
        deadReason = delivery.deadReason?.rawValue
    }
}

/// A delivery with the requests that were made for it.
struct DeliveryDetailBody: SchemaComponent {
    var delivery: DeliveryBody
    var attempts: [AttemptBody]

    static let schemaName = "DeliveryDetail"

    static func definition(in registry: inout SchemaRegistry) -> JSON {
        ObjectSchema("A delivery with its attempts.") {
            Property("delivery", DeliveryBody.self)
            Property("attempts", [AttemptBody].self, description: "The latest ones, in order.")
        }
        .json(in: &registry)
    }

    init(_ detail: DeliveryDetail) {
        delivery = DeliveryBody(detail.delivery)
        attempts = detail.attempts.map(AttemptBody.init)
    }
}

/// One HTTP request for a delivery.
struct AttemptBody: SchemaComponent {
    var number: Int
    var outcome: String
    var status: Int?
    var error: String?
    var latencyMilliseconds: Int?
    var startedAt: Date
    var requestHeaders: [[String]]
    var responseHeaders: JSON?
    var responseBody: String?

    static let schemaName = "Attempt"

    enum CodingKeys: String, CodingKey {
        case number
        case outcome
        case status
        case error
        case latencyMilliseconds = "latency_ms"
        case startedAt = "started_at"
        case requestHeaders = "request_headers"
        case responseHeaders = "response_headers"
        case responseBody = "response_body"
    }

    static func definition(in registry: inout SchemaRegistry) -> JSON {
        ObjectSchema("One HTTP request for a delivery.") {
            Property("number", Int.self, description: "From 1, over all replays.")
            Property("outcome", String.self, description: "`delivered`, `retry`, `dead`, `lost` or `cancelled`.")
            Property("status", Int?.self)
            Property("error", String?.self)
            Property("latency_ms", Int?.self)
            Property("started_at", Date.self)
            Property("request_headers", [[String]].self, description: "Pairs of name and value; no signature.")
            Property("response_headers", JSON?.self, description: "Pairs of name and value; of failures.")
            Property("response_body", String?.self, description: "The first 16 KiB, of failures.")
        }
        .json(in: &registry)
    }

    init(_ attempt: Attempt) {
        number = attempt.number
        outcome = attempt.outcome.rawValue
        status = attempt.status
        error = attempt.error
        latencyMilliseconds = attempt.latencyMilliseconds
        startedAt = attempt.startedAt
        requestHeaders = attempt.requestHeaders.map { [$0.name, $0.value] }
        responseHeaders = attempt.responseHeaders
        responseBody = attempt.responseBody.map { String(decoding: $0, as: UTF8.self) }
    }
}
