import Foundation
import Outbox
import Postgres
import TestKit

/// The secret that every subscription of these tests signs with.
let flowSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

extension TestDatabase {
    /// Declares an event type without a schema.
    func declare(_ type: String = "thing.happened", schema: String? = nil) async throws {
        try await execute(
            """
            INSERT INTO outbox.event_types (name, schema)
            VALUES (\(type)::text, \(schema.map { JSONText(Array($0.utf8)) })::json)
            """
        )
    }

    /// Registers a URL for everything; the first retry comes after about a second.
    @discardableResult
    func subscribe(_ url: String, maxInFlight: Int = 16, ordered: Bool = false) async throws -> UUID {
        let secret = try WebhookSecret(flowSecret)
        return try await pool.withTransaction { transaction in
            let rows = try await transaction.query(
                """
                INSERT INTO outbox.subscriptions (url, event_types, backoff, max_in_flight, ordered)
                VALUES (\(url)::text, '{*}', '{"base": 1.5, "factor": 1.5, "cap": 5}',
                  \(maxInFlight)::int, \(ordered)::bool) RETURNING id
                """
            )
            guard let row = rows.first else { throw TestFailure("no subscription") }
            let id: UUID = try row.decode("id")
            let sealed = try SecretBox().seal(secret.bytes, for: .secret(subscription: id))
            try await transaction.execute(
                """
                INSERT INTO outbox.subscription_secrets (subscription_id, secret)
                VALUES (\(id)::uuid, \(Bytea(sealed))::bytea)
                """
            )
            return id
        }
    }

    /// Emits as anybody's SQL does; returns the event's id as receivers see it.
    @discardableResult
    func emit(_ payload: String = #"{"n": 1}"#, type: String = "thing.happened") async throws -> String {
        try await value("SELECT outbox.emit(\(type)::text, \(payload)::json)::text")
    }

    /// Waits until nothing is queued, waiting or being sent.
    func waitUntilDone(within bound: Duration = .seconds(60)) async throws {
        try await eventually("an empty outbox", within: bound) {
            let waiting = try await count("outbox.event_queue")
            let live = try await count("outbox.deliveries")
            return waiting + live == 0
        }
    }
}

/// Runs a worker process on a database; deliveries may go to 127.0.0.1.
func withWorker<R: Sendable>(
    _ database: TestDatabase,
    environment: [String: String] = [:],
    _ body: (ProcessUnderTest) async throws -> R
) async throws -> R {
    let defaults = [
        "DATABASE_URL": database.url, "DELIVERY_ALLOW_NETWORKS": "127.0.0.0/8", "METRICS_PORT": "0",
    ]
    return try await withProcess("worker", environment: defaults.merging(environment) { $1 }) { worker in
        try await worker.waitForLine(containing: "worker registered")
        return try await body(worker)
    }
}
