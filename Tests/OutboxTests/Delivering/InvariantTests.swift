import Foundation
import Postgres
import TestKit
import Testing

@testable import Outbox

/// The view that every database test ends with finds what it is there to find.
struct InvariantTests {
    private struct Undo: Error {}

    /// Plants a violation and reads the view, in a transaction that is undone.
    private func violations(
        _ script: String,
        on database: TestDatabase
    ) async throws -> [(what: String, subscription: UUID?)] {
        var found: [(what: String, subscription: UUID?)] = []
        do {
            try await database.pool.withTransaction { transaction in
                try await transaction.run(script: script)
                found = try await transaction.query("SELECT * FROM outbox.invariant_violations LIMIT 10")
                    .map {
                        (try $0.decode("what"), try $0.decode("subscription_id"))
                    }
                throw Undo()
            }
        } catch is Undo {}
        return found
    }

    @Test func findsWhatIsPlanted() async throws {
        try await withDatabase { database in
            let worker = try await database.register()
            let subscription = try await database.subscribe()
            let event = try await database.event()
            try await database.delivery(of: event, to: subscription.id, attempts: 1, owner: Int(worker))
            let pair = "'\(event)', '\(subscription.id)'"
            let planted = [
                "live and dead": """
                INSERT INTO outbox.dead_letters (event_id, subscription_id, tenant, bucket, attempts, reason)
                VALUES (\(pair), 'default', 0, 1, 'exhausted')
                """,
                "live after success": """
                INSERT INTO outbox.attempts (event_id, subscription_id, attempt, outcome, worker, started_at)
                VALUES (\(pair), 1, 'delivered', 1, now())
                """,
                "queued without event": """
                INSERT INTO outbox.event_queue VALUES (0, gen_random_uuid(), 'default', 'a', true)
                """,
                "owner is no worker": "UPDATE outbox.workers SET stopped_at = now(), buried_at = now()",
            ]
            for (what, script) in planted {
                let found = try await violations(script, on: database)
                #expect(found.map(\.what) == [what])
                #expect(found.first?.subscription == (what == "queued without event" ? nil : subscription.id))
            }
            #expect(
                try await violations("DELETE FROM outbox.workers", on: database).map(\.what) == ["owner is no worker"]
            )
        }
    }

    @Test func whatIsInOrderIsNoViolation() async throws {
        try await withDatabase { database in
            let worker = try await database.register()
            let subscription = try await database.subscribe()
            let replayed = try await database.event()
            try await database.attempt(1, of: replayed, to: subscription.id, .delivered)
            try await database.delivery(of: replayed, to: subscription.id, attempts: 2, base: 1, owner: Int(worker))
            try await database.deadLetter(of: try await database.event(), to: subscription.id)
            _ = try await database.record()
            try await database.execute("UPDATE outbox.workers SET stopped_at = now()")
            #expect(try await violations("SELECT 1", on: database).isEmpty)
        }
    }
}
