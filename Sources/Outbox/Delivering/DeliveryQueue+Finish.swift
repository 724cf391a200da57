package import Foundation
package import Postgres

/// An attempt with its verdict, ready to be written.
package struct FinishedAttempt: Sendable {
    package let event: UUID
    package let subscription: UUID
    /// The attempt that was leased; with the owner it fences the write.
    package let attempt: Int
    package let verdict: Verdict
    package var status: Int?
    /// A bounded label and a short detail for the tenant.
    package var error: String?
    package var latency: Duration?
    package let startedAt: Date
    /// Kept for failures only.
    package var responseHeaders: JSONText?
    package var responseBody: [UInt8]?

    package init(
        event: UUID,
        subscription: UUID,
        attempt: Int,
        verdict: Verdict,
        status: Int? = nil,
        error: String? = nil,
        latency: Duration? = nil,
        startedAt: Date,
        responseHeaders: JSONText? = nil,
        responseBody: [UInt8]? = nil
    ) {
        self.event = event
        self.subscription = subscription
        self.attempt = attempt
        self.verdict = verdict
        self.status = status
        self.error = error
        self.latency = latency
        self.startedAt = startedAt
        self.responseHeaders = responseHeaders
        self.responseBody = responseBody
    }
}

extension Verdict {
    /// The column `attempts.outcome`.
    var outcome: String {
        switch self {
        case .delivered: "delivered"
        case .retry: "retry"
        case .dead: "dead"
        case .cancelled: "cancelled"
        }
    }

    var delay: Double? {
        switch self {
        case .retry(let delay): delay.seconds
        case .cancelled: 0
        case .delivered, .dead: nil
        }
    }

    var reason: String? {
        guard case .dead(let reason) = self else { return nil }
        return reason.rawValue
    }
}

extension DeliveryQueue {
    /// Writes the attempts' results; returns for each whether the lease still held.
    ///
    /// Safe to repeat after an unknown outcome: what was written is fenced off by then. A row without a lease was taken
    /// back meanwhile; that it is sent twice is what "at least once" means. `gone` disables the subscription.
    package func finishIfLeased(_ attempts: [FinishedAttempt], by worker: WorkerID) async throws -> [Bool] {
        let rows = try await database.query(
            """
            -- outbox.finish_if_leased
            WITH r AS MATERIALIZED (
              SELECT * FROM unnest(\(attempts.map(\.event))::uuid[], \(attempts.map(\.subscription))::uuid[],
                \(attempts.map { Int16(clamping: $0.attempt) })::smallint[], \(attempts.map(\.verdict.outcome))::text[],
                \(attempts.map { $0.status.map { Int16(clamping: $0) } })::smallint[], \(attempts.map(\.error))::text[],
                \(attempts.map { $0.latency.map { Int32(clamping: $0.milliseconds) } })::int[],
                \(attempts.map(\.startedAt))::timestamptz[], \(attempts.map(\.verdict.delay))::float8[],
                \(attempts.map(\.verdict.reason))::text[], \(attempts.map(\.responseHeaders))::json[],
                \(attempts.map { $0.responseBody.map { Bytea($0) } })::bytea[])
                t(event_id, subscription_id, attempt, outcome, status, error, latency_ms, started_at, delay, reason,
                  response_headers, response_body)),
            gone AS (
              DELETE FROM outbox.deliveries d USING r
              WHERE d.event_id = r.event_id AND d.subscription_id = r.subscription_id AND d.owner = \(worker)::int
                AND d.attempts = r.attempt AND r.outcome IN ('delivered', 'dead')
              RETURNING d.event_id, d.subscription_id, d.tenant, d.bucket, d.attempts),
            back AS (
              UPDATE outbox.deliveries d SET owner = NULL, last_status = coalesce(r.status, d.last_status),
                last_error = CASE WHEN r.outcome = 'retry' THEN r.error ELSE d.last_error END,
                attempts = d.attempts - (r.outcome = 'cancelled')::int,
                due_at = CASE WHEN s.ordered THEN d.due_at ELSE clock_timestamp() + make_interval(secs => r.delay) END
              FROM r JOIN outbox.subscriptions s ON s.id = r.subscription_id
              WHERE d.event_id = r.event_id AND d.subscription_id = r.subscription_id AND d.owner = \(worker)::int
                AND d.attempts = r.attempt AND r.outcome IN ('retry', 'cancelled')
              RETURNING d.event_id, d.subscription_id, d.attempts, s.ordered AND r.outcome = 'retry' AS hold, r.delay,
                r.outcome),
            hold AS (
              UPDATE outbox.subscriptions s SET held_until = clock_timestamp() + make_interval(secs => back.delay)
              FROM back WHERE back.hold AND s.id = back.subscription_id),
            dead AS (
              INSERT INTO outbox.dead_letters AS l
                (event_id, subscription_id, tenant, bucket, attempts, reason, last_status, last_error)
              SELECT g.event_id, g.subscription_id, g.tenant, g.bucket, g.attempts, r.reason, r.status, r.error
              FROM gone g JOIN r USING (event_id, subscription_id) WHERE r.outcome = 'dead'
              ON CONFLICT (event_id, subscription_id) DO UPDATE SET attempts = excluded.attempts,
                reason = excluded.reason, last_status = excluded.last_status, last_error = excluded.last_error,
                dead_at = now()),
            off AS (
              UPDATE outbox.subscriptions s SET state = 'disabled', disabled_reason = 'gone'
              FROM (SELECT DISTINCT subscription_id FROM gone JOIN r USING (event_id, subscription_id)
                    WHERE r.reason = 'gone' ORDER BY 1) g
              WHERE s.id = g.subscription_id AND s.state <> 'disabled'),
            u AS (SELECT event_id, subscription_id, attempts FROM gone
                  UNION ALL SELECT event_id, subscription_id, attempts FROM back WHERE outcome = 'retry'),
            a AS (
              INSERT INTO outbox.attempts (event_id, subscription_id, attempt, outcome, status, error, latency_ms,
                worker, started_at, response_headers, response_body)
              SELECT event_id, subscription_id, u.attempts, r.outcome, r.status, r.error, r.latency_ms, \(worker)::int,
                r.started_at, r.response_headers, r.response_body
              FROM u JOIN r USING (event_id, subscription_id) WHERE r.latency_ms IS NOT NULL)
            SELECT event_id, subscription_id FROM gone UNION ALL SELECT event_id, subscription_id FROM back
            """
        )
        let finished = Set(
            try rows.map { PairID(event: try $0.decode("event_id"), subscription: try $0.decode("subscription_id")) }
        )
        return attempts.map { finished.contains(PairID(event: $0.event, subscription: $0.subscription)) }
    }
}

/// One delivery's identity.
package struct PairID: Sendable, Hashable {
    package let event: UUID
    package let subscription: UUID

    package init(event: UUID, subscription: UUID) {
        self.event = event
        self.subscription = subscription
    }
}
