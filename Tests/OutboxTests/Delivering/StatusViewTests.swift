import Foundation
import Postgres
import TestKit
import Testing

@testable import Outbox

struct StatusViewTests {
    private func status(_ event: UUID, on database: TestDatabase) async throws -> String {
        try await database.value("SELECT status FROM outbox.event_status WHERE id = \(event)::uuid")
    }

    @Test func anEventSaysWhatBecameOfIt() async throws {
        try await withDatabase { database in
            let worker = try await database.register()
            let event = try await database.record()
            #expect(try await status(event, on: database) == "queued")
            try await database.dispatchAll(to: worker)
            #expect(try await status(event, on: database) == "unmatched")

            let subscription = try await database.subscribe()
            let delivery = try await database.lease(subscription, to: worker)
            #expect(try await status(delivery.event, on: database) == "dispatched")
            _ = try await database.queue.finishIfLeased([FinishedAttempt(delivery, .delivered)], by: worker)
            #expect(try await status(delivery.event, on: database) == "dispatched")

            let dead = try await database.event()
            try await database.deadLetter(of: dead, to: subscription.id, reason: .disabled)
            #expect(try await status(dead, on: database) == "dispatched")
        }
    }

    @Test func aRejectedEventSaysSoUntilItIsQueuedAgain() async throws {
        try await withDatabase { database in
            let event = try await database.event()
            try await database.execute(
                """
                INSERT INTO outbox.rejected_events (event_id, tenant, type, reason, errors)
                VALUES (\(event)::uuid, 'default', 'a', 'undeclared', '[]')
                """
            )
            #expect(try await status(event, on: database) == "rejected")
            try await database.execute(
                """
                INSERT INTO outbox.event_queue (bucket, event_id, tenant, type, checked)
                VALUES (outbox.bucket('default'), \(event)::uuid, 'default', 'a', false)
                """
            )
            #expect(try await status(event, on: database) == "queued")
        }
    }

    @Test func aDeliverySaysHowFarItIs() async throws {
        try await withDatabase { database in
            let worker = try await database.register()
            let subscription = try await database.subscribe()
            let event = try await database.record()
            #expect(try await database.state(event, subscription.id) == nil)
            try await database.dispatchAll(to: worker)
            #expect(try await database.state(event, subscription.id) == "pending")
            let first = try #require(try await database.claim(subscription, for: worker).first)
            #expect(try await database.state(event, subscription.id) == "sending")
            _ = try await database.queue.finishIfLeased([FinishedAttempt(first, .retry(after: .zero))], by: worker)
            #expect(try await database.state(event, subscription.id) == "retrying")
            let second = try #require(try await database.claim(subscription, for: worker).first)
            _ = try await database.queue.finishIfLeased([FinishedAttempt(second, .delivered)], by: worker)
            #expect(try await database.state(event, subscription.id) == "delivered")
        }
    }

    /// One line a pair, whatever its history.
    @Test func theLatestStateWins() async throws {
        try await withDatabase { database in
            let subscription = try await database.subscribe()
            let delivered = try await database.event()
            try await database.attempt(1, of: delivered, to: subscription.id, .delivered, status: 200)
            try await database.attempt(2, of: delivered, to: subscription.id, .delivered, status: 204)
            let status: Int = try await database.value("SELECT last_status FROM outbox.delivery_status")
            #expect(status == 204)
            try await database.delivery(of: delivered, to: subscription.id, attempts: 2, base: 2)
            #expect(try await database.state(delivered, subscription.id) == "pending")
            #expect(try await database.count("outbox.delivery_status") == 1)
            try await database.execute("DELETE FROM outbox.deliveries")
            try await database.deadLetter(of: delivered, to: subscription.id, attempts: 3)
            #expect(try await database.state(delivered, subscription.id) == "dead")
            #expect(try await database.count("outbox.delivery_status") == 1)
        }
    }

    @Test func theBacklogCountsWhatWaits() async throws {
        try await withDatabase { database in
            let worker = try await database.register()
            let subscription = try await database.subscribe()
            _ = try await database.record()
            try await database.delivery(to: subscription.id, dueIn: -60)
            try await database.delivery(to: subscription.id, dueIn: 600)
            try await database.delivery(to: subscription.id, attempts: 1, owner: Int(worker))
            try await database.deadLetter(of: try await database.event(), to: subscription.id)
            let row = try #require(
                try await database.query(
                    """
                    SELECT queued, waiting, due, sending, rejected, dead, oldest_queued_seconds >= 0 AS is_queued,
                      oldest_due_seconds BETWEEN 60 AND 90 AS is_due FROM outbox.backlog
                    """
                )
                .first
            )
            #expect(
                try ["queued", "waiting", "due", "sending", "rejected", "dead"].map { try row.decode($0, as: Int.self) }
                    == [1, 2, 1, 1, 0, 1]
            )
            #expect(try row.decode("is_queued", as: Bool.self))
            #expect(try row.decode("is_due", as: Bool.self))
        }
    }

    @Test func anEmptyBacklogIsALineOfZeros() async throws {
        try await withDatabase { database in
            let count = try await database.count(
                "outbox.backlog WHERE queued + waiting + due + sending + rejected + dead = 0"
            )
            #expect(count == 1)
        }
    }

    @Test func aSubscriptionsHealthCountsItsDeliveries() async throws {
        try await withDatabase { database in
            let worker = try await database.register()
            let subscription = try await database.subscribe()
            _ = try await database.subscribe(tenant: "acme")
            let event = try await database.event()
            try await database.attempt(1, of: event, to: subscription.id, .retry, status: 500)
            try await database.attempt(2, of: event, to: subscription.id, .delivered, status: 200)
            try await database.delivery(to: subscription.id)
            try await database.delivery(to: subscription.id, attempts: 1, owner: Int(worker))
            try await database.deadLetter(of: try await database.event(), to: subscription.id)
            let rows = try await database.query(
                """
                SELECT waiting, sending, dead, delivered, failed, last_success_at IS NOT NULL AS has_success
                FROM outbox.subscription_health ORDER BY tenant DESC
                """
            )
            let counts = try rows.map { row in
                try ["waiting", "sending", "dead", "delivered", "failed"].map { try row.decode($0, as: Int.self) }
            }
            #expect(counts == [[1, 1, 1, 1, 1], [0, 0, 0, 0, 0]])
            #expect(try rows.map { try $0.decode("has_success", as: Bool.self) } == [true, false])
        }
    }
}
