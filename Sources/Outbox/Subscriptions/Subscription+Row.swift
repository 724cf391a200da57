import Foundation
import JSONSchema
package import Postgres

extension Subscription {
    /// The columns that ``init(_:box:)`` reads; `real` travels as text so that 0.1 stays 0.1.
    static let columns: String = """
        s.id, s.tenant, s.url, s.description, s.event_types, s.filter, s.headers, s.metadata, s.state, s.disabled_reason,
        s.ordered, s.held_until, s.max_in_flight, s.rate_per_second::text::float8 AS rate_per_second, s.timeout_ms,
        s.max_attempts, s.backoff, s.failing_since, s.failure_count, s.breaker_open_until, s.version, s.created_at,
        s.updated_at
        """

    init(_ row: Row, box: SecretBox) throws {
        let id = try row.decode("id", as: UUID.self)
        self.init(
            id: id,
            tenant: try row.decode("tenant"),
            url: try row.decode("url"),
            description: try row.decode("description"),
            eventTypes: try row.decode("event_types"),
            filter: try row.decode("filter", as: JSONText?.self).map { try JSON.parse($0.bytes) },
            headerNames: Self.headerNames(try row.decode("headers", as: Bytea?.self)?.bytes, of: id, box: box),
            metadata: try JSON.parse(try row.decode("metadata", as: JSONText.self).bytes),
            state: try row.decode(case: "state"),
            disabledReason: try row.decode(optionalCase: "disabled_reason"),
            ordered: try row.decode("ordered"),
            heldUntil: try row.decode("held_until"),
            maxInFlight: try row.decode("max_in_flight"),
            ratePerSecond: try row.decode("rate_per_second"),
            timeoutMilliseconds: try row.decode("timeout_ms"),
            maxAttempts: try row.decode("max_attempts"),
            backoff: RetrySchedule(stored: try row.decode("backoff", as: JSONText?.self)),
            failingSince: try row.decode("failing_since"),
            failureCount: try row.decode("failure_count"),
            breakerOpenUntil: try row.decode("breaker_open_until"),
            version: try row.decode("version"),
            createdAt: try row.decode("created_at"),
            updatedAt: try row.decode("updated_at")
        )
    }

    /// A list must not fail for one row whose key is missing: the names are then unknown.
    private static func headerNames(_ stored: [UInt8]?, of id: UUID, box: SecretBox) -> [String]? {
        try? SealedHeaders.open(stored, of: id, in: box).map(\.name)
    }
}

extension SubscriptionSettings {
    /// The settings of a stored subscription, with the values of its headers.
    init(_ subscription: Subscription, headers: [AttemptHeader]) {
        self.init(
            url: subscription.url,
            description: subscription.description,
            eventTypes: subscription.eventTypes,
            filter: subscription.filter,
            headers: headers,
            metadata: subscription.metadata,
            ordered: subscription.ordered,
            maxInFlight: subscription.maxInFlight,
            ratePerSecond: subscription.ratePerSecond,
            timeoutMilliseconds: subscription.timeoutMilliseconds,
            maxAttempts: subscription.maxAttempts,
            backoff: subscription.backoff
        )
    }
}

extension RetrySchedule {
    /// Reads the column `subscriptions.backoff`; what plain SQL wrote and is out of bounds counts as absent.
    package init?(stored: JSONText?) {
        guard let stored, let json = try? JSON.parse(stored.bytes), let base = json["base"]?.doubleValue,
            let factor = json["factor"]?.doubleValue, let cap = json["cap"]?.doubleValue
        else { return nil }
        self.init(base: base, factor: factor, cap: cap)
        guard problems().isEmpty else { return nil }
    }

    /// The column's value.
    var stored: JSONText {
        let members: JSON = [
            "base": .number(JSONNumber(base)), "factor": .number(JSONNumber(factor)), "cap": .number(JSONNumber(cap)),
        ]
        return JSONText(members.bytes())
    }
}
