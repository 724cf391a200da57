package import Foundation
import Postgres

/// What keeps the tables bounded.
extension DeliveryQueue {
    /// Makes the partitions of the coming days; an emitter never has to.
    package func ensurePartitions() async throws {
        try await database.execute("-- outbox.ensure_partitions\nSELECT outbox.ensure_partitions()")
    }

    /// Does one step of the retention and says what it was; `nil` when nothing is left to do.
    ///
    /// Throws SQLSTATE 55P03 when its locks could not be had: to be tried again a minute later.
    package func prune(retention: Duration) async throws -> String? {
        let rows = try await database.query(
            """
            -- outbox.prune
            SELECT outbox.prune(make_interval(secs => \(retention.seconds)::float8)) AS step
            """
        )
        return try rows.first?.decode("step")
    }

    /// Ends deliveries that have waited longer than the age limit with nobody trying; returns how many, at most 1,000.
    package func expire() async throws -> Int {
        try await database.execute(
            """
            -- outbox.expire
            WITH d AS (
              DELETE FROM outbox.deliveries WHERE (event_id, subscription_id) IN (
                SELECT event_id, subscription_id FROM outbox.deliveries
                WHERE event_id < outbox.uuid_floor(now() - make_interval(secs => \(Limits.deliveryAge.seconds)::float8))
                  AND since < now() - make_interval(secs => \(Limits.deliveryAge.seconds)::float8) AND owner IS NULL
                LIMIT 1000 FOR UPDATE SKIP LOCKED) RETURNING *)
            INSERT INTO outbox.dead_letters
              (event_id, subscription_id, tenant, bucket, attempts, reason, last_status, last_error)
            SELECT event_id, subscription_id, tenant, bucket, attempts, 'expired', last_status, last_error FROM d
            ON CONFLICT DO NOTHING
            """
        )
    }

    /// Ends what waits for a disabled subscription: dead `disabled`, replayable.
    package func endWaiting(of subscription: UUID) async throws {
        try await WaitingDeliveries.endRest(of: subscription, on: database)
    }
}
