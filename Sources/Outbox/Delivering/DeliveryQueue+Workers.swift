import Foundation
import Postgres

/// Registration, heartbeat and the leases of buckets.
extension DeliveryQueue {
    /// Registers a process start.
    package func register(host: String, pid: Int32, version: String) async throws -> WorkerID {
        let rows = try await database.query(
            """
            -- outbox.register
            INSERT INTO outbox.workers (host, pid, version) VALUES (\(host)::text, \(pid)::int, \(version)::text)
            RETURNING id
            """
        )
        guard let row = rows.first else { throw PostgresError(.decoding, message: "no id came back") }
        return try row.decode("id")
    }

    /// Confirms that the worker lives; false when it was buried and has to register anew.
    package func heartbeat(_ worker: WorkerID) async throws -> Bool {
        try await database.execute(
            """
            -- outbox.heartbeat
            UPDATE outbox.workers SET heartbeat_at = now() WHERE id = \(worker)::int AND stopped_at IS NULL
            """
        ) == 1
    }

    /// Gives back what the worker holds beside the deliveries that it has in hand, with the attempt refunded.
    ///
    /// A dispatch or claim whose answer was lost may have leased rows that the worker does not know of. Reads all live
    /// deliveries, so it is for after a fault. Returns how many were given back.
    package func releaseOrphans(of worker: WorkerID, keeping inHand: Set<PairID>) async throws -> Int {
        let kept = Array(inHand)
        return try await database.execute(
            """
            -- outbox.release_orphans
            UPDATE outbox.deliveries d SET owner = NULL, attempts = attempts - 1
            WHERE d.owner = \(worker)::int AND NOT EXISTS (
              SELECT FROM unnest(\(kept.map(\.event))::uuid[], \(kept.map(\.subscription))::uuid[]) k(event, subscription)
              WHERE k.event = d.event_id AND k.subscription = d.subscription_id)
            """
        )
    }

    /// Ends the worker: frees its buckets, gives back what it still holds with the attempt refunded.
    package func stop(_ worker: WorkerID) async throws {
        try await database.withTransaction { transaction in
            // Waits for the worker's own statements that are still on their way; the next one sees what they leased.
            try await transaction.execute(
                """
                -- outbox.lock_worker
                SELECT FROM outbox.workers WHERE id = \(worker)::int AND buried_at IS NULL FOR UPDATE
                """
            )
            try await transaction.execute(
                """
                -- outbox.stop
                WITH me AS (UPDATE outbox.workers SET stopped_at = now(), buried_at = now()
                            WHERE id = \(worker)::int AND buried_at IS NULL RETURNING id),
                free AS (UPDATE outbox.bucket_leases b SET worker_id = NULL FROM me WHERE b.worker_id = me.id)
                UPDATE outbox.deliveries d SET owner = NULL, attempts = attempts - 1 FROM me WHERE d.owner = me.id
                """
            )
        }
    }

    /// Buries workers whose heartbeat stopped 30 s ago, by the database's clock.
    ///
    /// Their buckets become free, their work is taken back, and what was lost three times in a row ends. Returns how
    /// many deliveries were taken back or ended.
    package func bury() async throws -> Int {
        try await database.withTransaction { transaction in
            // A statement of the dead worker that is on its way keeps its row locked: it is buried another time. One
            // that has just ended is seen by the next statement, not by this one's snapshot.
            let dead = try await transaction.query(
                """
                -- outbox.lock_dead_workers
                SELECT id FROM outbox.workers
                WHERE buried_at IS NULL AND (stopped_at IS NOT NULL OR heartbeat_at < now() - interval '30 s')
                LIMIT 100 FOR UPDATE SKIP LOCKED
                """
            )
            guard !dead.isEmpty else { return 0 }
            return try await bury(try dead.map { try $0.decode("id", as: WorkerID.self) }, in: transaction)
        }
    }

    private func bury(_ dead: [WorkerID], in transaction: Transaction) async throws -> Int {
        try await transaction.execute(
            """
            -- outbox.bury
            WITH dead AS (SELECT unnest(\(dead)::int[]) AS id),
            mark AS (UPDATE outbox.workers w SET stopped_at = coalesce(w.stopped_at, now()), buried_at = now()
                     FROM dead WHERE w.id = dead.id),
            free AS (UPDATE outbox.bucket_leases b SET worker_id = NULL FROM dead WHERE b.worker_id = dead.id),
            own AS MATERIALIZED (
              SELECT d.*, 2 = (SELECT count(*) FROM outbox.attempts a
                WHERE a.event_id = d.event_id AND a.subscription_id = d.subscription_id
                  AND a.attempt IN (d.attempts - 1, d.attempts - 2) AND a.attempt > d.attempt_base
                  AND a.outcome = 'lost') AS poison
              FROM outbox.deliveries d JOIN dead ON d.owner = dead.id),
            back AS (UPDATE outbox.deliveries d SET owner = NULL, due_at = least(d.due_at, now()) FROM own
                     WHERE NOT own.poison AND d.event_id = own.event_id AND d.subscription_id = own.subscription_id
                       AND d.owner = own.owner
                     RETURNING d.event_id, d.subscription_id, d.attempts, own.owner),
            gone AS (DELETE FROM outbox.deliveries d USING own
                     WHERE own.poison AND d.event_id = own.event_id AND d.subscription_id = own.subscription_id
                       AND d.owner = own.owner
                     RETURNING d.event_id, d.subscription_id, d.tenant, d.bucket, d.attempts, own.owner),
            grave AS (
              INSERT INTO outbox.dead_letters (event_id, subscription_id, tenant, bucket, attempts, reason)
              SELECT event_id, subscription_id, tenant, bucket, attempts, 'poison' FROM gone
              ON CONFLICT (event_id, subscription_id) DO UPDATE SET attempts = excluded.attempts,
                reason = excluded.reason, dead_at = now())
            INSERT INTO outbox.attempts (event_id, subscription_id, attempt, outcome, worker, started_at)
            SELECT event_id, subscription_id, attempts, 'lost', owner, now() FROM (
              SELECT event_id, subscription_id, attempts, owner FROM back
              UNION ALL SELECT event_id, subscription_id, attempts, owner FROM gone) lost
            ON CONFLICT DO NOTHING
            """
        )
    }

    /// Takes free buckets up to the worker's fair share, `ceil(256 / workers alive)`; returns all that it owns now and
    /// how many it should own at the most.
    package func takeBuckets(_ worker: WorkerID) async throws -> (owned: [Int16], share: Int) {
        let taken = try await database.query(
            """
            -- outbox.take_buckets
            WITH alive AS (SELECT greatest(1, count(*)) n FROM outbox.workers
                           WHERE stopped_at IS NULL AND heartbeat_at > now() - interval '30 s'),
            mine AS (SELECT count(*) n FROM outbox.bucket_leases WHERE worker_id = \(worker)::int),
            free AS (SELECT bucket FROM outbox.bucket_leases WHERE worker_id IS NULL ORDER BY bucket
                     LIMIT greatest(0, (SELECT ceil(256.0 / alive.n) - mine.n FROM alive, mine))::int
                     FOR UPDATE SKIP LOCKED),
            taken AS (
              UPDATE outbox.bucket_leases b SET worker_id = \(worker)::int FROM free WHERE b.bucket = free.bucket
                AND EXISTS (SELECT FROM outbox.workers w
                            WHERE w.id = \(worker)::int AND w.stopped_at IS NULL FOR KEY SHARE)
              RETURNING b.bucket)
            SELECT bucket, ceil(256.0 / alive.n)::int AS share FROM alive LEFT JOIN (
              SELECT bucket FROM taken
              UNION SELECT bucket FROM outbox.bucket_leases WHERE worker_id = \(worker)::int) b ON true
            """
        )
        let share: Int = try taken.first?.decode("share") ?? Limits.buckets
        return (try taken.compactMap { try $0.decode("bucket", as: Int16?.self) }, share)
    }

    /// Gives buckets back; nothing of theirs may be in flight.
    package func releaseBuckets(_ buckets: [Int16], of worker: WorkerID) async throws {
        try await database.execute(
            """
            -- outbox.release_buckets
            UPDATE outbox.bucket_leases SET worker_id = NULL
            WHERE worker_id = \(worker)::int AND bucket = ANY (\(buckets)::smallint[])
            """
        )
    }
}
