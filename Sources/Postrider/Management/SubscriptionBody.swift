import Foundation
import Outbox

/// A subscription as it is shown.
struct SubscriptionBody: SchemaComponent {
    var id: UUID
    var tenant: String
    var url: String
    var eventTypes: [String]
    var description: String
    var filter: FreeObject?
    var headerNames: [String]?
    var metadata: FreeObject
    var state: SubscriptionState
    var disabledReason: DisabledReason?
    var ordered: Bool
    var heldUntil: Date?
    var maxInFlight: Int
    var ratePerSecond: Double?
    var timeoutSeconds: Double
    var maxAttempts: Int
    var backoff: BackoffBody?
    var failingSince: Date?
    var failureCount: Int
    var breakerOpenUntil: Date?
    var createdAt: Date
    var updatedAt: Date
    var secret: String?

    static let schemaName = "Postrider.Subscription"

    enum CodingKeys: String, CodingKey {
        case id
        case tenant
        case url
        case eventTypes = "event_types"
        case description
        case filter
        case headerNames = "header_names"
        case metadata
        case state
        case disabledReason = "disabled_reason"
        case ordered
        case heldUntil = "held_until"
        case maxInFlight = "max_in_flight"
        case ratePerSecond = "rate_per_second"
        case timeoutSeconds = "timeout_seconds"
        case maxAttempts = "max_attempts"
        case backoff
        case failingSince = "failing_since"
        case failureCount = "failure_count"
        case breakerOpenUntil = "breaker_open_until"
        case createdAt = "created_at"
        case updatedAt = "updated_at"
        case secret
    }

    static func definition(in registry: inout SchemaRegistry) -> JSON {
        ObjectSchema("A URL that is registered for some webhooks.") {
            Property("id", UUID.self)
            Property("tenant", String.self)
            Property("url", String.self, .format("uri"))
            Property("event_types", [String].self)
            Property("description", String.self)
            Property("filter", FreeObject?.self)
            Property(
                "header_names",
                [String]?.self,
                description: "The names of the custom headers; absent when `SECRETS_KEY` lacks the key that seals them."
            )
            Property("metadata", FreeObject.self)
            Property("state", SubscriptionState.self)
            Property("disabled_reason", DisabledReason?.self)
            Property("ordered", Bool.self)
            Property("held_until", Date?.self, description: "Ordered: when the head, which failed, is sent again.")
            Property("max_in_flight", Int.self)
            Property("rate_per_second", Double?.self)
            Property("timeout_seconds", Double.self)
            Property("max_attempts", Int.self)
            Property("backoff", BackoffBody?.self)
            Property("failing_since", Date?.self, description: "When the first attempt since the last success failed.")
            Property("failure_count", Int.self, description: "The failures since the last success.")
            Property("breaker_open_until", Date?.self, description: "Until when requests are kept back.")
            Property("created_at", Date.self)
            Property("updated_at", Date.self)
            Property("secret", String?.self, description: "Only in the answer to its creation.")
        }
        .json(in: &registry)
    }

    init(_ subscription: Outbox.Subscription, secret: WebhookSecret? = nil) {
        id = subscription.id
        tenant = subscription.tenant
        url = subscription.url
        eventTypes = subscription.eventTypes
        description = subscription.description
        filter = subscription.filter.map(FreeObject.init)
        headerNames = subscription.headerNames
        metadata = FreeObject(subscription.metadata)
        state = subscription.state
        disabledReason = subscription.disabledReason
        ordered = subscription.ordered
        heldUntil = subscription.heldUntil
        maxInFlight = subscription.maxInFlight
        ratePerSecond = subscription.ratePerSecond
        timeoutSeconds = Double(subscription.timeoutMilliseconds) / 1_000
        maxAttempts = subscription.maxAttempts
        backoff = subscription.backoff.map(BackoffBody.init)
        failingSince = subscription.failingSince
        failureCount = subscription.failureCount
        breakerOpenUntil = subscription.breakerOpenUntil
        createdAt = subscription.createdAt
        updatedAt = subscription.updatedAt
        self.secret = secret?.text
    }
}
