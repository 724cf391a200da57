package import Foundation
import Postgres

/// What a dispatch did.
package struct Dispatched: Sendable {
    /// Deliveries that were born leased to this worker.
    package var leased: [LeasedDelivery] = []
    /// Subscriptions for which deliveries were recorded without a lease, with their buckets.
    package var waiting: [UUID: Int16] = [:]
    /// The newest event that was taken from each bucket.
    package var newest: [Int16: UUID] = [:]
    /// How many events left the queue.
    package var events = 0
    /// How many deliveries were recorded.
    package var deliveries = 0
}

/// A bucket from which events are dispatched, and the id above which to look.
package struct DispatchBucket: Sendable {
    package let bucket: Int16
    package let above: UUID

    package init(bucket: Int16, above: UUID) {
        self.bucket = bucket
        self.above = above
    }
}

extension DeliveryQueue {
    /// Takes events from the queue, matches subscriptions and records the deliveries, in one statement.
    ///
    /// `mayStart` names subscriptions of this worker's buckets with the number of requests that may start now: so many
    /// deliveries are born leased and need no claim. All others wait for the owner of their bucket.
    package func dispatch(
        from buckets: [DispatchBucket],
        to worker: WorkerID,
        mayStart: [(subscription: UUID, count: Int)],
        limit: Int = Limits.dispatchEvents
    ) async throws -> Dispatched {
        let rows = try await database.query(
            """
            -- outbox.dispatch
            WITH live AS MATERIALIZED (
              SELECT id FROM outbox.workers WHERE id = \(worker)::int AND stopped_at IS NULL FOR KEY SHARE),
            s AS MATERIALIZED (
              SELECT x.* FROM live, unnest(\(buckets.map(\.bucket))::smallint[], \(buckets.map(\.above))::uuid[])
                b(bucket, low), LATERAL (
                  SELECT bucket, event_id FROM outbox.event_queue q
                  WHERE q.bucket = b.bucket AND q.event_id > b.low AND q.checked ORDER BY event_id
                  LIMIT \(Limits.dispatchEventsPerBucket)::int FOR UPDATE SKIP LOCKED) x
              LIMIT \(limit)::int),
            q AS (DELETE FROM outbox.event_queue k USING s WHERE k.bucket = s.bucket AND k.event_id = s.event_id
                  RETURNING k.bucket, k.event_id, k.tenant, k.type),
            m AS (SELECT DISTINCT q.event_id, q.tenant, p.subscription_id
                  FROM q CROSS JOIN LATERAL unnest(outbox.patterns(q.type)) t(pattern)
                    JOIN outbox.subscription_patterns p ON p.tenant = q.tenant AND p.pattern = t.pattern),
            c AS (SELECT m.event_id, m.tenant, s.id, s.bucket, s.version, coalesce(
                    r.n >= row_number() OVER (PARTITION BY s.id ORDER BY m.event_id), false) AS born_leased
                  FROM m JOIN outbox.subscriptions s ON s.id = m.subscription_id AND s.state <> 'disabled'
                      AND s.created_at <= outbox.uuid_time(m.event_id) + interval '1 ms'
                    LEFT JOIN unnest(\(mayStart.map(\.subscription))::uuid[], \(mayStart.map(\.count))::int8[]) r(id, n)
                      ON r.id = s.id AND s.state = 'active' AND NOT s.ordered
                  WHERE s.filter IS NULL OR EXISTS (
                    SELECT FROM outbox.events e WHERE e.id = m.event_id AND outbox.matches(e.payload, s.filter))),
            i AS (INSERT INTO outbox.deliveries (event_id, subscription_id, tenant, bucket, attempts, owner, due_at)
                  SELECT event_id, id, tenant, bucket, born_leased::int,
                    CASE WHEN born_leased THEN \(worker)::int END, outbox.uuid_time(event_id) FROM c
                  ON CONFLICT DO NOTHING RETURNING event_id, subscription_id, bucket, owner)
            SELECT q.bucket AS queue, q.event_id, i.subscription_id, i.bucket, i.owner IS NOT NULL AS leased,
              c.version, e.type, e.traceparent, t.method,
              CASE WHEN i.owner IS NOT NULL
                AND 1 = row_number() OVER (PARTITION BY i.event_id, i.owner ORDER BY i.subscription_id)
                THEN e.payload END AS payload
            FROM q LEFT JOIN i ON i.event_id = q.event_id
              LEFT JOIN c ON c.event_id = i.event_id AND c.id = i.subscription_id
              LEFT JOIN outbox.events e ON e.id = i.event_id AND i.owner IS NOT NULL
              LEFT JOIN outbox.event_types t ON t.name = e.type
            """
        )
        var dispatched = Dispatched()
        var contents = EventContents()
        var seen: Set<UUID> = []
        for row in rows {
            let event: UUID = try row.decode("event_id")
            let queue: Int16 = try row.decode("queue")
            dispatched.newest[queue] = dispatched.newest[queue].map { max($0, event) } ?? event
            if seen.insert(event).inserted { dispatched.events += 1 }
            guard let subscription: UUID = try row.decode("subscription_id") else { continue }
            dispatched.deliveries += 1
            if try row.decode("leased") {
                try contents.note(row, of: event)
            } else {
                dispatched.waiting[subscription] = try row.decode("bucket")
            }
        }
        for row in rows where try row.decode("leased", as: Bool?.self) == true {
            let event: UUID = try row.decode("event_id")
            dispatched.leased.append(
                LeasedDelivery(
                    event: event,
                    subscription: try row.decode("subscription_id"),
                    attempt: 1,
                    attemptBase: 0,
                    age: .zero,
                    isTest: false,
                    subscriptionVersion: try row.decode("version"),
                    content: contents[event]
                )
            )
        }
        return dispatched
    }
}

/// The contents of the events in an answer: each payload comes back once, however many deliveries share it.
struct EventContents {
    private var contents: [UUID: EventContent] = [:]

    subscript(event: UUID) -> EventContent? { contents[event] }

    /// Keeps the row's payload when it carries one.
    mutating func note(_ row: Row, of event: UUID) throws(PostgresError) {
        guard let payload: JSONText = try row.decode("payload") else { return }
        contents[event] = EventContent(
            type: try row.decode("type"),
            method: try row.decode("method") ?? "POST",
            payload: payload.bytes,
            traceparent: try row.decode("traceparent")
        )
    }
}
