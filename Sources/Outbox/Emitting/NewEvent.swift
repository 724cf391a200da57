package import Foundation

/// An event that is to be recorded.
package struct NewEvent: Sendable, Equatable {
    package var type: String
    package var tenant: String
    /// A JSON document in UTF-8: these very bytes are stored, signed and sent.
    package var payload: [UInt8]
    /// The emitting request's trace context (W3C Trace Context, section 3.2).
    package var traceparent: String?

    package init(type: String, tenant: String = "default", payload: [UInt8], traceparent: String? = nil) {
        self.type = type
        self.tenant = tenant
        self.payload = payload
        self.traceparent = traceparent
    }
}

/// An event that has been committed.
package struct EmittedEvent: Sendable, Equatable {
    /// The UUIDv7 that receivers see as `webhook-id`.
    package var id: UUID
    /// When it was recorded, by the database's clock, to the millisecond that its id carries.
    package var createdAt: Date
    /// Whether an earlier emit with the same idempotency key recorded it.
    package var isReplay: Bool

    package init(id: UUID, createdAt: Date, isReplay: Bool) {
        self.id = id
        self.createdAt = createdAt
        self.isReplay = isReplay
    }
}

/// Why an event was not recorded; nothing was written.
package enum EmitError: Error, Equatable {
    /// The idempotency key was used with another type or payload.
    case keyConflict
    /// Too many emits are waiting for the database already.
    case overloaded
    /// The process is shutting down.
    case closed
    /// The database refused the event's own data.
    case refused(sqlState: String)
}
