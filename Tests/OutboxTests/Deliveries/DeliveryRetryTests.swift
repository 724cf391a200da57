import Foundation
import Postgres
import TestKit
import Testing

@testable import Outbox

struct DeliveryRetryTests {
    private struct Live: Equatable {
        var attempts: Int
        var base: Int
        var isDue: Bool
    }

    private func live(_ event: UUID, _ subscription: UUID, in database: TestDatabase) async throws -> Live? {
        let rows = try await database.pool.query(
            """
            SELECT attempts, attempt_base, due_at <= now() AS is_due FROM outbox.deliveries
            WHERE event_id = \(event)::uuid AND subscription_id = \(subscription)::uuid
            """
        )
        return try rows.first.map {
            Live(
                attempts: try $0.decode("attempts"),
                base: try $0.decode("attempt_base"),
                isDue: try $0.decode("is_due")
            )
        }
    }

    @Test func makesAWaitingOneDue() async throws {
        try await withDatabase { database in
            let store = DeliveryStore(database: database.pool)
            let subscription = try await database.subscription()
            let event = try await database.delivery(to: subscription, attempts: 3)
            try await store.retry(event: event, subscription: subscription, tenant: nil)
            #expect(try await live(event, subscription, in: database) == Live(attempts: 3, base: 0, isDue: true))
        }
    }

    @Test func revivesADeadOne() async throws {
        try await withDatabase { database in
            let store = DeliveryStore(database: database.pool)
            let subscription = try await database.subscription()
            let event = try await database.event()
            try await database.attempt(1, of: event, to: subscription, .retry)
            try await database.attempt(2, of: event, to: subscription, .dead)
            try await database.deadLetter(of: event, to: subscription, attempts: 2)
            try await store.retry(event: event, subscription: subscription, tenant: nil)
            #expect(try await live(event, subscription, in: database) == Live(attempts: 2, base: 2, isDue: true))
            #expect(try await database.state(event, subscription) == "pending")
        }
    }

    @Test func sendsADeliveredOneAgain() async throws {
        try await withDatabase { database in
            let store = DeliveryStore(database: database.pool)
            let subscription = try await database.subscription()
            let event = try await database.event()
            try await database.attempt(1, of: event, to: subscription, .delivered)
            try await store.retry(event: event, subscription: subscription, tenant: nil)
            #expect(try await live(event, subscription, in: database) == Live(attempts: 1, base: 1, isDue: true))
            // Once more changes nothing.
            try await store.retry(event: event, subscription: subscription, tenant: nil)
            #expect(try await live(event, subscription, in: database) == Live(attempts: 1, base: 1, isDue: true))
        }
    }

    @Test func keepsATestATest() async throws {
        try await withDatabase { database in
            let store = DeliveryStore(database: database.pool)
            let subscription = try await database.subscription()
            let event = try await database.event(kind: .test)
            try await database.deadLetter(of: event, to: subscription)
            try await store.retry(event: event, subscription: subscription, tenant: nil)
            let rows = try await database.pool.query("SELECT test FROM outbox.deliveries")
            #expect(try rows.first?.decode("test") == true)
        }
    }

    @Test func leavesAnOrderedOneItsTurn() async throws {
        try await withDatabase { database in
            let store = DeliveryStore(database: database.pool)
            let subscription = try await database.subscription(ordered: true)
            let event = try await database.event(age: 100)
            try await database.deadLetter(of: event, to: subscription)
            try await database.pool.execute("UPDATE outbox.subscriptions SET held_until = now() + interval '1 hour'")
            try await store.retry(event: event, subscription: subscription, tenant: nil)
            let rows = try await database.pool.query(
                """
                SELECT d.due_at = outbox.uuid_time(d.event_id) AS in_turn, s.held_until
                FROM outbox.deliveries d JOIN outbox.subscriptions s ON s.id = d.subscription_id
                """
            )
            let row = try #require(rows.first)
            #expect(try row.decode("in_turn") == true)
            #expect(try row.decode("held_until", as: Date?.self) == nil)
        }
    }

    @Test func waitsForWhatIsBeingSent() async throws {
        try await withDatabase { database in
            let store = DeliveryStore(database: database.pool)
            let subscription = try await database.subscription()
            let worker = try await database.worker()
            let event = try await database.delivery(to: subscription, attempts: 1, owner: worker)
            await #expect(
                throws: Refusal.conflict("The delivery is being sent: try again when this attempt has ended.")
            ) {
                try await store.retry(event: event, subscription: subscription, tenant: nil)
            }
            #expect(try await live(event, subscription, in: database) == Live(attempts: 1, base: 0, isDue: false))
        }
    }

    /// A worker that is about to finish holds the row's lock: the retry does not wait for it.
    @Test func doesNotWaitForALockedRow() async throws {
        try await withDatabase { database in
            let store = DeliveryStore(database: database.pool)
            let subscription = try await database.subscription()
            let event = try await database.delivery(to: subscription)
            try await database.pool.withTransaction { transaction in
                _ = try await transaction.query("SELECT event_id FROM outbox.deliveries FOR UPDATE")
                await #expect(throws: Refusal.self) {
                    try await store.retry(event: event, subscription: subscription, tenant: nil)
                }
            }
        }
    }

    @Test func knowsNothingOfOthers() async throws {
        try await withDatabase { database in
            let store = DeliveryStore(database: database.pool)
            let subscription = try await database.subscription(tenant: "acme")
            let event = try await database.event(tenant: "acme")
            func retry(_ event: UUID, _ subscription: UUID, _ tenant: String?) async throws {
                try await store.retry(event: event, subscription: subscription, tenant: tenant)
            }
            // It exists, but never was for this subscription.
            await #expect(throws: Refusal.notFound) { try await retry(event, subscription, nil) }
            await #expect(throws: Refusal.notFound) { try await retry(UUID(), UUID(), nil) }
            try await database.delivery(of: event, to: subscription)
            await #expect(throws: Refusal.notFound) { try await retry(event, subscription, "other") }
            try await retry(event, subscription, "acme")
        }
    }

    @Test func saysThatThePayloadIsGone() async throws {
        try await withDatabase { database in
            let store = DeliveryStore(database: database.pool)
            let subscription = try await database.subscription()
            let pruned = UUID()
            try await database.deadLetter(of: pruned, to: subscription)
            let error = await #expect(throws: Refusal.self) {
                try await store.retry(event: pruned, subscription: subscription, tenant: nil)
            }
            guard case .conflict(let reason) = error else { return }
            #expect(reason.contains("pruned"))
            #expect(try await database.state(pruned, subscription) == "dead")
        }
    }

    @Test func refusesForDisabledAndDeletedSubscriptions() async throws {
        try await withDatabase { database in
            let store = DeliveryStore(database: database.pool)
            let subscription = try await database.subscription()
            let event = try await database.event()
            try await database.deadLetter(of: event, to: subscription)
            try await database.pool.execute(
                "UPDATE outbox.subscriptions SET state = 'disabled', disabled_reason = 'failing'"
            )
            for word in ["disabled", "deleted"] {
                let error = await #expect(throws: Refusal.self) {
                    try await store.retry(event: event, subscription: subscription, tenant: nil)
                }
                guard case .conflict(let reason) = error else { return }
                #expect(reason.contains(word))
                try await database.pool.execute("UPDATE outbox.subscriptions SET deleted_at = now()")
            }
            #expect(try await database.state(event, subscription) == "dead")
        }
    }

    @Test func survivesManyAtTheSameTime() async throws {
        try await withDatabase { database in
            let store = DeliveryStore(database: database.pool)
            let subscription = try await database.subscription()
            let event = try await database.event()
            try await database.attempt(1, of: event, to: subscription, .delivered)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<8 {
                    group.addTask { try await store.retry(event: event, subscription: subscription, tenant: nil) }
                }
                try await group.waitForAll()
            }
            #expect(try await live(event, subscription, in: database) == Live(attempts: 1, base: 1, isDue: true))
        }
    }
}
