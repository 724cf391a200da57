import Foundation
import Postgres
import TestKit

@testable import Outbox

/// A database with much in it, and the plans that a worker's connection has for its statements.
struct PlanFixture {
    let database: TestDatabase
    /// One connection, so that all that was prepared is at hand; plans as in a worker.
    let pool: PostgresPool
    let worker: WorkerID
    /// Subscriptions of the tenant, each with its bucket.
    let subscriptions: [TestSubscription]

    var queue: DeliveryQueue { DeliveryQueue(database: pool) }

    /// Lends a database with 15,000 events, each queued, with a delivery that waits or one that is leased, and with
    /// attempts; a fifth of the deliveries are one subscription's.
    static func run(_ body: (PlanFixture) async throws -> Void) async throws {
        try await withDatabase { database in
            let worker = try await database.register()
            var subscriptions: [TestSubscription] = []
            for _ in 0..<100 { subscriptions.append(try await database.subscribe(to: ["a.*"])) }
            try await fill(database, worker: worker)
            var configuration = database.configuration
            configuration.poolSize = 1
            configuration.forcesGenericPlans = true
            let pool = PostgresPool(configuration)
            do {
                try await body(
                    PlanFixture(database: database, pool: pool, worker: worker, subscriptions: subscriptions)
                )
                await pool.close()
            } catch {
                await pool.close()
                throw error
            }
        }
    }

    private static func fill(_ database: TestDatabase, worker: WorkerID) async throws {
        try await database.run(
            script: """
                INSERT INTO outbox.events (type, tenant, payload, checked)
                SELECT 'a.b', CASE n % 2 WHEN 0 THEN 'default' ELSE 'tenant ' || n % 500 END, '{"n": 1}', true
                FROM generate_series(1, 15000) n;
                CREATE TEMP TABLE numbered AS
                  SELECT id, row_number() OVER (ORDER BY id) AS n FROM outbox.events;
                CREATE TEMP TABLE targets AS
                  SELECT id, bucket, row_number() OVER (ORDER BY id) - 1 AS n FROM outbox.subscriptions;
                INSERT INTO outbox.deliveries (event_id, subscription_id, tenant, bucket, attempts, owner, due_at)
                SELECT e.id, s.id, 'default', s.bucket, (e.n % 50 = 0)::int, CASE WHEN e.n % 50 = 0 THEN \(worker) END, now()
                FROM numbered e JOIN targets s ON s.n = CASE WHEN e.n % 5 = 0 THEN 0 ELSE e.n % 100 END;
                INSERT INTO outbox.attempts (event_id, subscription_id, attempt, outcome, worker, started_at)
                SELECT d.event_id, d.subscription_id, 1, 'retry', 0, now() FROM outbox.deliveries d WHERE owner IS NULL;
                DROP TABLE numbered, targets;
                """
        )
        try await database.run(script: "ANALYZE")
    }

    /// The plan of a statement that the connection has prepared, as text.
    func plan(of name: String, options: String = "COSTS OFF", arguments: [String]? = nil) async throws -> String {
        let rows = try await pool.query(
            """
            SELECT name, cardinality(parameter_types) AS parameters FROM pg_prepared_statements
            WHERE statement LIKE \("-- outbox.\(name)\n%")::text LIMIT 1
            """
        )
        guard let row = rows.first else { throw TestFailure("outbox.\(name) was not prepared") }
        let count: Int = try row.decode("parameters")
        let values = (arguments ?? Array(repeating: "NULL", count: count)).joined(separator: ", ")
        let prepared: String = try row.decode("name")
        return try await pool.query("EXPLAIN (\(unsafe: options)) EXECUTE \(unsafe: prepared)(\(unsafe: values))")
            .map {
                try $0.decode(at: 0, as: String.self)
            }
            .joined(separator: "\n")
    }
}

extension String {
    /// The tables that a plan reads from end to end.
    var sequentialScans: [Substring] {
        split(separator: "\n")
            .compactMap { line in
                line.firstRange(of: "Seq Scan on ").map { line[$0.upperBound...].prefix { $0 != " " } }
            }
    }
}
