import Foundation
import Outbox

/// A delivery as it is shown; the single form has its attempts.
struct DeliveryBody: SchemaComponent {
    var eventID: UUID
    var subscriptionID: UUID
    var tenant: String
    var eventType: String?
    var state: DeliveryState
    var attemptCount: Int
    var nextAt: Date?
    var lastStatus: Int?
    var lastError: String?
    var deadReason: DeadReason?
    var attempts: [AttemptBody]?

    static let schemaName = "Postrider.Delivery"

    enum CodingKeys: String, CodingKey {
        case eventID = "event_id"
        case subscriptionID = "subscription_id"
        case tenant
        case eventType = "event_type"
        case state
        case attemptCount = "attempt_count"
        case nextAt = "next_at"
        case lastStatus = "last_status"
        case lastError = "last_error"
        case deadReason = "dead_reason"
        case attempts
    }

    static func definition(in registry: inout SchemaRegistry) -> JSON {
        ObjectSchema("One event for one subscription.") {
            Property("event_id", UUID.self)
            Property("subscription_id", UUID.self)
            Property("tenant", String.self)
            Property("event_type", String?.self, description: "Absent when the event has been pruned.")
            Property("state", DeliveryState.self)
            Property("attempt_count", Int.self, description: "The attempts so far, those before a replay included.")
            Property("next_at", Date?.self, description: "When it is due, if it waits.")
            Property("last_status", Int?.self, description: "The status of the last answer.")
            Property("last_error", String?.self, description: "Why the last attempt failed.")
            Property("dead_reason", DeadReason?.self)
            Property(
                "attempts",
                [AttemptBody]?.self,
                description: "The latest 200, in order; only where a single delivery is read."
            )
        }
        .json(in: &registry)
    }

    init(_ delivery: Delivery) {
        eventID = delivery.eventID
        subscriptionID = delivery.subscriptionID
        tenant = delivery.tenant
        eventType = delivery.eventType
        state = delivery.state
        attemptCount = delivery.attempts
        nextAt = delivery.nextAt
        lastStatus = delivery.lastStatus
        lastError = delivery.lastError
        deadReason = delivery.deadReason
    }

    init(_ detail: DeliveryDetail) {
        self.init(detail.delivery)
        attempts = detail.attempts.map(AttemptBody.init)
    }
}
