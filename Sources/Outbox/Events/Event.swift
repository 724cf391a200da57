package import Foundation
package import JSONSchema

/// A fact of a declared kind: an immutable row.
package struct Event: Sendable, Hashable, Identifiable {
    /// The UUIDv7 that receivers see as `webhook-id`.
    package var id: UUID
    package var tenant: String
    package var type: String
    package var kind: EventKind
    /// When it was recorded, to the millisecond that its id carries.
    package var createdAt: Date
}

/// What an event is for.
package enum EventKind: String, Sendable, CaseIterable {
    /// It goes to whoever subscribed.
    case event
    /// A test delivery to one subscription.
    case test
    /// It goes to the URL that a request brought.
    case callback
}

/// How far an event has come.
package enum EventStatus: String, Sendable, CaseIterable {
    /// It waits for its dispatch.
    case queued
    /// Its payload was refused before dispatch.
    case rejected
    /// It matched no subscription.
    case unmatched
    /// It has deliveries.
    case dispatched
}

/// An event with all that is known of it.
package struct EventDetail: Sendable, Hashable {
    package var event: Event
    package var status: EventStatus
    /// The document's bytes as they are sent.
    package var payload: [UInt8]
    /// The emitting request's trace context.
    package var traceparent: String?
    /// Why it was rejected; `nil` for the other states.
    package var rejection: Rejection?

    /// What a worker found wrong with a payload that plain SQL wrote.
    package struct Rejection: Sendable, Hashable {
        /// `undeclared` or `invalid`.
        package var reason: String
        /// A list of objects with `pointer`, `keyword` and `message`.
        package var errors: JSON
        package var rejectedAt: Date
    }
}
