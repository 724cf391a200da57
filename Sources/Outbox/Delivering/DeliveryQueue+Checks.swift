package import Foundation
package import Postgres

/// An event that plain SQL wrote and nobody has validated yet.
package struct UncheckedEvent: Sendable {
    package let id: UUID
    package let bucket: Int16
    package let type: String
    package let payload: [UInt8]
}

/// Why an event is not dispatched: the column `rejected_events.reason`.
package enum RejectionReason: String, Sendable {
    /// No webhook of that type is declared.
    case undeclared
    /// The payload breaks its webhook's schema.
    case invalid
}

/// An event that its check refused.
package struct Rejection: Sendable {
    package let event: UncheckedEvent
    package let reason: RejectionReason
    /// A JSON array of what is wrong.
    package let errors: JSONText

    package init(event: UncheckedEvent, reason: RejectionReason, errors: JSONText) {
        self.event = event
        self.reason = reason
        self.errors = errors
    }
}

extension DeliveryQueue {
    /// Events of the buckets that have to be validated before they can be dispatched, oldest first.
    package func unchecked(in buckets: [Int16], limit: Int = Limits.checkBatch) async throws -> [UncheckedEvent] {
        let rows = try await database.query(
            """
            -- outbox.unchecked
            SELECT q.event_id, q.bucket, q.type, e.payload
            FROM unnest(\(buckets)::smallint[]) b(bucket), LATERAL (
              SELECT event_id, bucket, type FROM outbox.event_queue q
              WHERE q.bucket = b.bucket AND NOT q.checked ORDER BY event_id LIMIT \(limit)::int) q
              JOIN outbox.events e ON e.id = q.event_id
            LIMIT \(limit)::int
            """
        )
        return try rows.map {
            UncheckedEvent(
                id: try $0.decode("event_id"),
                bucket: try $0.decode("bucket"),
                type: try $0.decode("type"),
                payload: try $0.decode("payload", as: JSONText.self).bytes
            )
        }
    }

    /// Frees events for dispatch and moves refused ones to `rejected_events`, in one statement, fenced by the worker.
    package func settleChecks(
        passed: [UncheckedEvent],
        rejected: [Rejection],
        by worker: WorkerID
    ) async throws {
        try await database.execute(
            """
            -- outbox.settle_checks
            WITH live AS MATERIALIZED (
              SELECT id FROM outbox.workers WHERE id = \(worker)::int AND stopped_at IS NULL FOR KEY SHARE),
            passed AS (
              UPDATE outbox.event_queue q SET checked = true
              FROM live, unnest(\(passed.map(\.bucket))::smallint[], \(passed.map(\.id))::uuid[]) p(bucket, id)
              WHERE q.bucket = p.bucket AND q.event_id = p.id),
            refused AS (
              DELETE FROM outbox.event_queue q
              USING live, unnest(\(rejected.map(\.event.bucket))::smallint[], \(rejected.map(\.event.id))::uuid[],
                \(rejected.map(\.reason.rawValue))::text[], \(rejected.map(\.errors))::json[]) p(bucket, id, reason, errors)
              WHERE q.bucket = p.bucket AND q.event_id = p.id
              RETURNING q.event_id, q.tenant, q.type, p.reason, p.errors)
            INSERT INTO outbox.rejected_events (event_id, tenant, type, reason, errors)
            SELECT event_id, tenant, type, reason, errors FROM refused
            ON CONFLICT (event_id) DO UPDATE SET reason = excluded.reason, errors = excluded.errors, rejected_at = now()
            """
        )
    }
}
