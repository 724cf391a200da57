import Postgres

/// The three tables that a delivery's state is read from, each with the alias `d` and the event as `e`.
///
/// They answer the columns of ``Delivery`` in the order of event and subscription, the newest first: the view
/// `delivery_status` can't be cut to a page before it is sorted.
enum DeliverySources {
    /// What waits or is being sent.
    static func live(_ condition: SQLFragment, limit: Int) -> SQLFragment {
        """
        (SELECT d.event_id, d.subscription_id, d.tenant, e.type AS event_type, \(unsafe: liveState) AS state, d.attempts,
           CASE WHEN d.owner IS NULL THEN d.due_at END AS next_at, d.last_status, d.last_error, NULL::text AS dead_reason
         FROM outbox.deliveries d LEFT JOIN outbox.events e ON e.id = d.event_id
         WHERE \(condition) ORDER BY d.event_id DESC, d.subscription_id DESC LIMIT \(limit)::int8)
        """
    }

    /// The state of a live row, as SQL.
    static let liveState =
        "CASE WHEN d.owner IS NOT NULL THEN 'sending' WHEN d.attempts = d.attempt_base THEN 'pending' ELSE 'retrying' END"

    /// What was given up.
    static func dead(_ condition: SQLFragment, limit: Int) -> SQLFragment {
        """
        (SELECT d.event_id, d.subscription_id, d.tenant, e.type AS event_type, 'dead' AS state, d.attempts,
           NULL::timestamptz AS next_at, d.last_status, d.last_error, d.reason AS dead_reason
         FROM outbox.dead_letters d LEFT JOIN outbox.events e ON e.id = d.event_id
         WHERE \(condition) ORDER BY d.event_id DESC, d.subscription_id DESC LIMIT \(limit)::int8)
        """
    }

    /// What was acknowledged, unless it was replayed since; one row a pair, its latest success.
    static func delivered(_ condition: SQLFragment, limit: Int) -> SQLFragment {
        """
        (SELECT DISTINCT ON (d.event_id, d.subscription_id) d.event_id, d.subscription_id, e.tenant, e.type AS event_type,
           'delivered' AS state, d.attempt AS attempts, NULL::timestamptz AS next_at, d.status AS last_status,
           NULL::text AS last_error, NULL::text AS dead_reason
         FROM outbox.attempts d JOIN outbox.events e ON e.id = d.event_id
         WHERE d.outcome = 'delivered' AND \(condition)
           AND NOT EXISTS (SELECT FROM outbox.deliveries l
             WHERE l.event_id = d.event_id AND l.subscription_id = d.subscription_id)
           AND NOT EXISTS (SELECT FROM outbox.dead_letters l
             WHERE l.event_id = d.event_id AND l.subscription_id = d.subscription_id)
         ORDER BY d.event_id DESC, d.subscription_id DESC, d.attempt DESC LIMIT \(limit)::int8)
        """
    }
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
