import Foundation
import Postgres

/// The three places that a delivery's state is read from, as queries that answer the columns of ``Delivery``.
///
/// The view `delivery_status` answers the same, but can't be cut to a page before it is sorted. Events are looked up
/// one by one, for at most as many rows as a page looks at: a join of their partitions would be read as a whole.
enum DeliverySources {
    /// What waits or is being sent: `rows` is the table `deliveries` or a part of it.
    static func live(_ rows: SQLFragment, where condition: SQLFragment, limit: Int) -> SQLFragment {
        """
        (SELECT d.event_id, d.subscription_id, d.tenant, e.type AS event_type, \(unsafe: liveState) AS state, d.attempts,
           CASE WHEN d.owner IS NULL THEN d.due_at END AS next_at, d.last_status, d.last_error, NULL::text AS dead_reason
         FROM \(rows) d LEFT JOIN \(event) ON true
         WHERE \(condition) ORDER BY d.event_id DESC, d.subscription_id DESC LIMIT \(limit)::int8)
        """
    }

    /// The state of a live row, as SQL.
    static let liveState =
        "CASE WHEN d.owner IS NOT NULL THEN 'sending' WHEN d.attempts = d.attempt_base THEN 'pending' ELSE 'retrying' END"

    /// What was given up: `rows` is the table `dead_letters` or a part of it.
    static func dead(_ rows: SQLFragment, where condition: SQLFragment, limit: Int) -> SQLFragment {
        """
        (SELECT d.event_id, d.subscription_id, d.tenant, e.type AS event_type, 'dead' AS state, d.attempts,
           NULL::timestamptz AS next_at, d.last_status, d.last_error, d.reason AS dead_reason
         FROM \(rows) d LEFT JOIN \(event) ON true
         WHERE \(condition) ORDER BY d.event_id DESC, d.subscription_id DESC LIMIT \(limit)::int8)
        """
    }

    /// What was acknowledged and not replayed since, of the events in `events`; one row a pair, its latest success.
    static func delivered(
        events: SQLFragment,
        to subscription: UUID?,
        where condition: SQLFragment,
        limit: Int
    ) -> SQLFragment {
        var attempt: SQLFragment = "a.event_id = k.event_id AND a.outcome = 'delivered'"
        attempt.and(subscription) { "a.subscription_id = \($0)::uuid" }
        return """
            (SELECT d.event_id, d.subscription_id, e.tenant, e.type AS event_type, 'delivered' AS state,
               d.attempt AS attempts, NULL::timestamptz AS next_at, d.status AS last_status, NULL::text AS last_error,
               NULL::text AS dead_reason
             FROM \(events) k, LATERAL (
               SELECT DISTINCT ON (a.subscription_id) a.event_id, a.subscription_id, a.attempt, a.status
               FROM outbox.attempts a WHERE \(attempt)
                 AND NOT EXISTS (SELECT FROM outbox.deliveries l
                   WHERE l.event_id = a.event_id AND l.subscription_id = a.subscription_id)
                 AND NOT EXISTS (SELECT FROM outbox.dead_letters l
                   WHERE l.event_id = a.event_id AND l.subscription_id = a.subscription_id)
               ORDER BY a.subscription_id DESC, a.attempt DESC) d JOIN \(event) ON true
             WHERE \(condition) ORDER BY d.event_id DESC, d.subscription_id DESC LIMIT \(limit)::int8)
            """
    }

    /// The event of row `d`; the limit keeps the planner from joining whole partitions.
    private static let event: SQLFragment =
        "LATERAL (SELECT v.tenant, v.type FROM outbox.events v WHERE v.id = d.event_id LIMIT 1) e"
}

extension Delivery {
    init(_ row: Row) throws {
        self.init(
            eventID: try row.decode("event_id"),
            subscriptionID: try row.decode("subscription_id"),
            tenant: try row.decode("tenant"),
            eventType: try row.decode("event_type"),
            state: try row.decode(case: "state"),
            attempts: try row.decode("attempts"),
            nextAt: try row.decode("next_at"),
            lastStatus: try row.decode("last_status"),
            lastError: try row.decode("last_error"),
            deadReason: try row.decode(optionalCase: "dead_reason")
        )
    }
}
