import Foundation
import Postgres
import TestKit
import Testing

@testable import Outbox

struct FinishTests {
    /// A database with a delivery that is leased.
    private func withLease(
        ordered: Bool = false,
        _ body: (TestDatabase, WorkerID, TestSubscription, LeasedDelivery) async throws -> Void
    ) async throws {
        try await withDatabase { database in
            let worker = try await database.register()
            let subscription = try await database.subscribe(ordered: ordered)
            if ordered {
                _ = try await database.record()
                try await database.dispatchAll(to: worker)
                let claimed = try await database.claim(subscription, for: worker)
                try await body(database, worker, subscription, try #require(claimed.first))
            } else {
                try await body(database, worker, subscription, try await database.lease(subscription, to: worker))
            }
        }
    }

    private func finish(
        _ attempts: FinishedAttempt...,
        by worker: WorkerID,
        on database: TestDatabase
    ) async throws -> [Bool] {
        try await database.queue.finishIfLeased(attempts, by: worker)
    }

    @Test func successDeletesTheRowAndLeavesAnAttempt() async throws {
        try await withLease { database, worker, subscription, delivery in
            let finished = FinishedAttempt(delivery, .delivered, status: 204)
            #expect(try await finish(finished, by: worker, on: database) == [true])
            #expect(try await database.live(delivery.event, subscription) == nil)
            #expect(try await database.deathReason(delivery.event, subscription) == nil)
            let row = try #require(try await database.query("SELECT * FROM outbox.attempts").first)
            #expect(try row.decode("outcome") == "delivered")
            #expect(try row.decode("attempt") == 1)
            #expect(try row.decode("status") == 204)
            #expect(try row.decode("latency_ms") == 12)
            #expect(try row.decode("worker", as: WorkerID.self) == worker)
            #expect(try row.decode("started_at") == Date(timeIntervalSince1970: 1_000_000))
        }
    }

    @Test func aRetryIsDueAfterItsDelay() async throws {
        try await withLease { database, worker, subscription, delivery in
            let finished = FinishedAttempt(delivery, .retry(after: .seconds(300)), status: 500, error: "status_500")
            #expect(try await finish(finished, by: worker, on: database) == [true])
            let row = try #require(try await database.live(delivery.event, subscription))
            #expect((290.0...300).contains(row.dueIn))
            #expect(row.owner == nil)
            #expect(row.attempts == 1)
            #expect(row.status == 500)
            #expect(row.error == "status_500")
            #expect(try await database.history(delivery.event, subscription) == ["1 retry"])
            #expect(try await database.count("outbox.subscriptions WHERE held_until IS NOT NULL") == 0)
        }
    }

    @Test func aFailureWithoutAnAnswerKeepsTheLastStatus() async throws {
        try await withLease { database, worker, subscription, delivery in
            let first = FinishedAttempt(delivery, .retry(after: .zero), status: 500, error: "status_500")
            _ = try await finish(first, by: worker, on: database)
            let next = try #require(try await database.claim(subscription, for: worker).first)
            #expect(next.attempt == 2)
            let second = FinishedAttempt(next, .retry(after: .zero), error: "timeout: x")
            #expect(try await finish(second, by: worker, on: database) == [true])
            let row = try #require(try await database.live(delivery.event, subscription))
            #expect(row.status == 500)
            #expect(row.error == "timeout: x")
        }
    }

    @Test func aFailuresAnswerIsKept() async throws {
        try await withLease { database, worker, _, delivery in
            var finished = FinishedAttempt(delivery, .retry(after: .seconds(1)), status: 500)
            finished.responseHeaders = JSONText(Array("[[\"a\",\"b\"]]".utf8))
            finished.responseBody = [0, 1, 255]
            _ = try await finish(finished, by: worker, on: database)
            let row = try #require(try await database.query("SELECT * FROM outbox.attempts").first)
            #expect(try row.decode("response_headers", as: JSONText.self).bytes == Array("[[\"a\",\"b\"]]".utf8))
            #expect(try row.decode("response_body", as: Bytea.self).bytes == [0, 1, 255])
        }
    }

    @Test func anOrderedSubscriptionIsHeldInsteadOfTheRow() async throws {
        try await withLease(ordered: true) { database, worker, subscription, delivery in
            let due = try #require(try await database.live(delivery.event, subscription)).dueIn
            let finished = FinishedAttempt(delivery, .retry(after: .seconds(300)), status: 500)
            #expect(try await finish(finished, by: worker, on: database) == [true])
            let row = try #require(try await database.live(delivery.event, subscription))
            #expect(row.dueIn <= due)
            #expect(row.attempts == 1)
            let hold: Double = try await database.value(
                "SELECT extract(epoch FROM held_until - now())::float8 FROM outbox.subscriptions"
            )
            #expect((290.0...300).contains(hold))
        }
    }

    @Test(arguments: DeadReason.allCases) func deathLeavesALetter(reason: DeadReason) async throws {
        try await withLease { database, worker, subscription, delivery in
            let finished = FinishedAttempt(delivery, .dead(reason), status: 404, error: "status_404")
            #expect(try await finish(finished, by: worker, on: database) == [true])
            #expect(try await database.live(delivery.event, subscription) == nil)
            #expect(try await database.deathReason(delivery.event, subscription) == reason)
            let letter = try #require(try await database.query("SELECT * FROM outbox.dead_letters").first)
            #expect(try letter.decode("attempts") == 1)
            #expect(try letter.decode("bucket", as: Int16.self) == subscription.bucket)
            #expect(try letter.decode("last_status") == 404)
            #expect(try letter.decode("last_error") == "status_404")
            #expect(try await database.history(delivery.event, subscription) == ["1 dead"])
        }
    }

    @Test func goneDisablesTheSubscription() async throws {
        try await withLease { database, worker, subscription, delivery in
            _ = try await finish(FinishedAttempt(delivery, .dead(.gone), status: 410), by: worker, on: database)
            let row = try #require(
                try await database.query("SELECT state, disabled_reason, version FROM outbox.subscriptions").first
            )
            #expect(try row.decode("state") == "disabled")
            #expect(try row.decode("disabled_reason") == "gone")
            #expect(try row.decode("version") == delivery.subscriptionVersion + 1)
        }
    }

    @Test func otherDeathsDisableNothing() async throws {
        try await withLease { database, worker, _, delivery in
            _ = try await finish(FinishedAttempt(delivery, .dead(.exhausted)), by: worker, on: database)
            #expect(try await database.count("outbox.subscriptions WHERE state = 'active'") == 1)
        }
    }

    @Test func aDisabledSubscriptionKeepsItsReason() async throws {
        try await withLease { database, worker, _, delivery in
            try await database.execute(
                "UPDATE outbox.subscriptions SET state = 'disabled', disabled_reason = 'by_owner'"
            )
            _ = try await finish(FinishedAttempt(delivery, .dead(.gone)), by: worker, on: database)
            #expect(try await database.count("outbox.subscriptions WHERE disabled_reason = 'by_owner'") == 1)
        }
    }

    @Test func aCancelledAttemptIsRefunded() async throws {
        try await withLease { database, worker, subscription, delivery in
            #expect(try await finish(FinishedAttempt(delivery, .cancelled), by: worker, on: database) == [true])
            let row = try #require(try await database.live(delivery.event, subscription))
            #expect(row.attempts == 0)
            #expect(row.owner == nil)
            #expect(row.dueIn <= 0)
            #expect(try await database.history(delivery.event, subscription).isEmpty)
            // The number is used again.
            let next = try #require(try await database.claim(subscription, for: worker).first)
            #expect(next.attempt == 1)
            _ = try await finish(FinishedAttempt(next, .delivered), by: worker, on: database)
            #expect(try await database.history(delivery.event, subscription) == ["1 delivered"])
        }
    }

    @Test func aCancelledOrderedAttemptHoldsNothing() async throws {
        try await withLease(ordered: true) { database, worker, subscription, delivery in
            _ = try await finish(FinishedAttempt(delivery, .cancelled), by: worker, on: database)
            #expect(try await database.claim(subscription, for: worker).map(\.event) == [delivery.event])
        }
    }

    /// Given up without a request: there was no attempt to show.
    @Test func whatWasNeverSentLeavesNoAttempt() async throws {
        try await withLease { database, worker, subscription, delivery in
            let finished = FinishedAttempt(
                event: delivery.event,
                subscription: subscription.id,
                attempt: 1,
                verdict: .dead(.expired),
                error: "event_pruned",
                startedAt: Date()
            )
            let held = try await finish(finished, by: worker, on: database)
            #expect(held == [true])
            #expect(try await database.deathReason(delivery.event, subscription) == .expired)
            #expect(try await database.history(delivery.event, subscription).isEmpty)
        }
    }
}
