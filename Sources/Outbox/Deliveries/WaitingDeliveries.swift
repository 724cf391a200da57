package import Foundation
package import Postgres

/// Ends deliveries that wait for a subscription which receives nothing more: they become dead letters, replayable.
///
/// What is being sent is left to its worker. Test deliveries are sent whatever the subscription's state.
package enum WaitingDeliveries {
    /// Ends some of them and returns how many; the index on what is due leads to them.
    @discardableResult
    package static func end(of subscription: UUID, on database: some Queryable) async throws -> Int {
        try await database.execute(
            """
            -- outbox.end_waiting
            WITH d AS (
              DELETE FROM outbox.deliveries WHERE (event_id, subscription_id) IN (
                SELECT d.event_id, d.subscription_id
                FROM outbox.subscriptions s
                  JOIN outbox.deliveries d ON d.bucket = s.bucket AND d.subscription_id = s.id AND d.owner IS NULL
                WHERE s.id = \(subscription)::uuid AND s.state = 'disabled' AND NOT d.test
                ORDER BY d.due_at, d.event_id LIMIT \(Limits.endedDeliveries)::int8 FOR UPDATE OF d SKIP LOCKED)
              RETURNING *)
            INSERT INTO outbox.dead_letters AS l (event_id, subscription_id, tenant, bucket, attempts, reason,
              last_status, last_error)
            SELECT event_id, subscription_id, tenant, bucket, attempts, 'disabled', last_status, last_error FROM d
            ON CONFLICT (event_id, subscription_id) DO UPDATE SET attempts = excluded.attempts,
              reason = excluded.reason, last_status = excluded.last_status, last_error = excluded.last_error,
              dead_at = now()
            """
        )
    }

    /// Ends the rest of them, in a transaction each ``Limits/endedDeliveries``.
    package static func endRest(of subscription: UUID, on database: some Queryable) async throws {
        while try await end(of: subscription, on: database) == Limits.endedDeliveries {
            try Task.checkCancellation()
        }
    }
}
