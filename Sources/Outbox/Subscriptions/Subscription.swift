package import Foundation
package import JSONSchema

/// A URL that a tenant registered for some webhooks.
package struct Subscription: Sendable, Hashable, Identifiable {
    package var id: UUID
    package var tenant: String
    package var url: String
    package var description: String
    package var eventTypes: [String]
    package var filter: JSON?
    /// The names of its custom headers in order; `nil` when they are sealed under a key that is not at hand.
    package var headerNames: [String]?
    package var metadata: JSON
    package var state: SubscriptionState
    /// Why it is disabled; `nil` in the other states.
    package var disabledReason: DisabledReason?
    package var ordered: Bool
    /// Ordered: when the head, which failed, is sent again.
    package var heldUntil: Date?
    package var maxInFlight: Int
    package var ratePerSecond: Double?
    package var timeoutMilliseconds: Int
    package var maxAttempts: Int
    package var backoff: RetrySchedule?
    /// When the first attempt since the last success failed.
    package var failingSince: Date?
    /// The failures since the last success.
    package var failureCount: Int
    /// Until when the breaker keeps requests back.
    package var breakerOpenUntil: Date?
    /// Counts changes; a worker that knows another one loads the subscription anew.
    package var version: Int
    package var createdAt: Date
    package var updatedAt: Date
}

/// Whether a subscription receives anything.
package enum SubscriptionState: String, Sendable, CaseIterable {
    /// Events are delivered.
    case active
    /// Events wait until it is active again, for as long as a delivery may wait.
    case paused
    /// Events pass it by; what had waited is dead, and both can be replayed.
    case disabled
}

/// Why a subscription is disabled.
package enum DisabledReason: String, Sendable, CaseIterable {
    /// Its receiver answered 410.
    case gone
    /// Nothing but failures for five days.
    case failing
    /// Its owner or the operator said so.
    case byOwner = "by_owner"
}
