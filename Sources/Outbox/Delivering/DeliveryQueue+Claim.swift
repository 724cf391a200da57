package import Foundation
import Postgres

/// A subscription with work that waits for its turn.
package struct WaitingWork: Sendable, Equatable {
    package let subscription: UUID
    package let bucket: Int16
    /// How long until its first delivery is due; zero or less when it is due already.
    package let dueIn: Duration
    /// Its subscription was disabled while it waited: it is to be ended, not sent.
    package let isDisabled: Bool

    package init(subscription: UUID, bucket: Int16, dueIn: Duration, isDisabled: Bool = false) {
        self.subscription = subscription
        self.bucket = bucket
        self.dueIn = dueIn
        self.isDisabled = isDisabled
    }
}

/// How many due deliveries of a subscription to lease.
package struct ClaimRequest: Sendable, Equatable {
    package let subscription: UUID
    package let bucket: Int16
    package let count: Int

    package init(subscription: UUID, bucket: Int16, count: Int) {
        self.subscription = subscription
        self.bucket = bucket
        self.count = count
    }
}

extension DeliveryQueue {
    /// Which subscriptions of the buckets have waiting work, and from when: one index probe a subscription, however
    /// many rows wait behind it.
    package func waiting(in buckets: [Int16]) async throws -> [WaitingWork] {
        let rows = try await database.query(
            """
            -- outbox.waiting
            WITH RECURSIVE r AS (
              SELECT x.* FROM unnest(\(buckets)::smallint[]) b(bucket), LATERAL (
                SELECT d.bucket, d.subscription_id, d.due_at FROM outbox.deliveries d
                WHERE d.owner IS NULL AND d.bucket = b.bucket
                ORDER BY d.bucket, d.subscription_id, d.due_at, d.event_id LIMIT 1) x
              UNION ALL SELECT n.* FROM r, LATERAL (
                SELECT d.bucket, d.subscription_id, d.due_at FROM outbox.deliveries d
                WHERE d.owner IS NULL AND d.bucket = r.bucket AND d.subscription_id > r.subscription_id
                ORDER BY d.bucket, d.subscription_id, d.due_at, d.event_id LIMIT 1) n)
            SELECT r.bucket, r.subscription_id, s.state = 'disabled' AS is_disabled, extract(epoch FROM greatest(
                r.due_at, CASE WHEN s.ordered THEN s.held_until END) - now())::float8 AS due_in
            FROM r JOIN outbox.subscriptions s ON s.id = r.subscription_id
            ORDER BY r.due_at LIMIT \(Limits.waitingSubscriptions)::int
            """
        )
        return try rows.map {
            WaitingWork(
                subscription: try $0.decode("subscription_id"),
                bucket: try $0.decode("bucket"),
                dueIn: .seconds(try $0.decode("due_in", as: Double.self)),
                isDisabled: try $0.decode("is_disabled")
            )
        }
    }

    /// Leases due deliveries, for each subscription at most as many as asked for, oldest first.
    package func claim(_ requests: [ClaimRequest], for worker: WorkerID) async throws -> [LeasedDelivery] {
        let rows = try await database.query(
            """
            -- outbox.claim
            WITH live AS MATERIALIZED (
              SELECT id FROM outbox.workers WHERE id = \(worker)::int AND stopped_at IS NULL FOR KEY SHARE),
            s AS MATERIALIZED (
              SELECT x.*, u.version
              FROM live, unnest(\(requests.map(\.bucket))::smallint[], \(requests.map(\.subscription))::uuid[],
                  \(requests.map { $0.count })::int8[]) w(b, id, n)
                JOIN outbox.subscriptions u ON u.id = w.id, LATERAL (
                  SELECT event_id, subscription_id FROM outbox.deliveries d
                  WHERE d.bucket = w.b AND d.subscription_id = w.id AND d.owner IS NULL AND d.due_at <= now()
                    AND (d.test OR (u.state = 'active' AND (NOT u.ordered OR u.held_until IS NULL OR u.held_until <= now())))
                  ORDER BY d.due_at, d.event_id LIMIT w.n FOR UPDATE SKIP LOCKED) x),
            u AS (
              UPDATE outbox.deliveries d SET owner = \(worker)::int, attempts = attempts + 1 FROM s
              WHERE d.event_id = s.event_id AND d.subscription_id = s.subscription_id
              RETURNING d.event_id, d.subscription_id, d.attempts, d.attempt_base, d.since, d.test, s.version)
            SELECT u.event_id, u.subscription_id, u.attempts, u.attempt_base, u.test, u.version,
              extract(epoch FROM now() - u.since)::float8 AS age, e.type, e.payload, e.traceparent, t.method
            FROM u LEFT JOIN outbox.events e ON e.id = u.event_id LEFT JOIN outbox.event_types t ON t.name = e.type
            ORDER BY u.event_id
            """
        )
        var contents = EventContents()
        return try rows.map { row in
            let event: UUID = try row.decode("event_id")
            try contents.note(row, of: event)
            return LeasedDelivery(
                event: event,
                subscription: try row.decode("subscription_id"),
                attempt: try row.decode("attempts"),
                attemptBase: try row.decode("attempt_base"),
                age: .seconds(try row.decode("age", as: Double.self)),
                isTest: try row.decode("test"),
                subscriptionVersion: try row.decode("version"),
                content: contents[event]
            )
        }
    }
}
