package import Foundation
package import Postgres

/// The statements by which a worker takes, finishes and gives back work.
///
/// Each is one short transaction; none is open while a request is on its way. Statements that lease rows are fenced by
/// the worker's own row, and those that end a lease by the owner and the attempt, so a late worker changes nothing.
package struct DeliveryQueue: Sendable {
    let database: PostgresPool

    package init(database: PostgresPool) {
        self.database = database
    }
}

/// A worker's number: new at each registration, and thereby the fencing token of all that it leases.
package typealias WorkerID = Int32

/// A delivery that is leased to this worker, with what its request needs.
package struct LeasedDelivery: Sendable {
    package let event: UUID
    package let subscription: UUID
    /// How often it has been leased since it was dispatched first; the number of this attempt's row.
    package let attempt: Int
    /// The number of the last attempt before the last replay, 0 without one.
    package let attemptBase: Int
    /// How long it has been waiting since its dispatch or its last replay.
    package let age: Duration
    package let isTest: Bool
    /// The version of the subscription that was current when it was leased.
    package let subscriptionVersion: Int
    package let content: EventContent?

    package init(
        event: UUID,
        subscription: UUID,
        attempt: Int,
        attemptBase: Int,
        age: Duration,
        isTest: Bool,
        subscriptionVersion: Int,
        content: EventContent?
    ) {
        self.event = event
        self.subscription = subscription
        self.attempt = attempt
        self.attemptBase = attemptBase
        self.age = age
        self.isTest = isTest
        self.subscriptionVersion = subscriptionVersion
        self.content = content
    }
}

/// What an event's requests have in common; `nil` on a delivery whose event was pruned.
package struct EventContent: Sendable {
    package let type: String
    /// The method that its webhook declares; `POST` when nothing is declared.
    package let method: String
    package let payload: [UInt8]
    package let traceparent: String?

    package init(type: String, method: String = "POST", payload: [UInt8], traceparent: String?) {
        self.type = type
        self.method = method
        self.payload = payload
        self.traceparent = traceparent
    }
}
