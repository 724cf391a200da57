package import Foundation
package import JSONSchema

/// One event for one subscription: the unit of work.
package struct Delivery: Sendable, Hashable {
    package var eventID: UUID
    package var subscriptionID: UUID
    package var tenant: String
    /// The event's type; `nil` when the event has been pruned.
    package var eventType: String?
    package var state: DeliveryState
    /// The attempts so far, the present one and those before a replay included.
    package var attempts: Int
    /// When it is due, if it waits.
    package var nextAt: Date?
    /// The status of the last answer.
    package var lastStatus: Int?
    /// Why the last attempt got no answer.
    package var lastError: String?
    /// Why it is dead; `nil` in the other states.
    package var deadReason: DeadReason?
}

/// How far a delivery has come.
package enum DeliveryState: String, Sendable, CaseIterable {
    /// It waits for its first attempt since its dispatch or its last replay.
    case pending
    /// A worker has it in hand.
    case sending
    /// An attempt failed; it waits for the next.
    case retrying
    /// It was acknowledged.
    case delivered
    /// It was given up.
    case dead
}

/// A delivery with its attempts.
package struct DeliveryDetail: Sendable, Hashable {
    package var delivery: Delivery
    /// The latest ones, in order; at most ``Limits/attemptsShown``.
    package var attempts: [Attempt]
}

/// One HTTP request for a delivery, as it was recorded.
package struct Attempt: Sendable, Hashable {
    /// Counted from 1, over all replays.
    package var number: Int
    package var outcome: AttemptResult
    /// The status of the answer.
    package var status: Int?
    /// Why there was none.
    package var error: String?
    /// The time of the whole exchange.
    package var latencyMilliseconds: Int?
    package var startedAt: Date
    /// The headers that Postrider set itself, but for the signature: it and the subscription's own are not kept.
    package var requestHeaders: [AttemptHeader]
    /// As the worker recorded them.
    package var responseHeaders: JSON?
    /// The first bytes of the answer's body, of failures only.
    package var responseBody: [UInt8]?
}

/// What an attempt came to.
package enum AttemptResult: String, Sendable, CaseIterable {
    case delivered
    /// It is tried again.
    case retry
    /// It was the last one.
    case dead
    /// Its worker was lost; whether the request arrived is unknown.
    case lost
    /// It was cut short by a shutdown.
    case cancelled
}
