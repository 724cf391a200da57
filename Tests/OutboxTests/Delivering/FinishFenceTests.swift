import Foundation
import Postgres
import TestKit
import Testing

@testable import Outbox

/// A result that comes late, twice or from the wrong worker changes nothing.
struct FinishFenceTests {
    private static let verdicts: [Verdict] = [
        .delivered, .retry(after: .seconds(60)), .dead(.exhausted), .dead(.gone), .cancelled,
    ]

    private func withLease(
        _ body: (TestDatabase, WorkerID, TestSubscription, LeasedDelivery) async throws -> Void
    ) async throws {
        try await withDatabase { database in
            let worker = try await database.register()
            let subscription = try await database.subscribe()
            try await body(database, worker, subscription, try await database.lease(subscription, to: worker))
        }
    }

    private func expectUntouched(
        _ delivery: LeasedDelivery,
        _ subscription: TestSubscription,
        owner: WorkerID?,
        on database: TestDatabase
    ) async throws {
        let row = try await database.live(delivery.event, subscription)
        #expect(row?.owner == owner)
        #expect(row?.attempts == delivery.attempt)
        #expect(try await database.history(delivery.event, subscription).isEmpty)
        #expect(try await database.deathReason(delivery.event, subscription) == nil)
        #expect(try await database.count("outbox.subscriptions WHERE state = 'active'") == 1)
    }

    @Test(arguments: verdicts) func anotherWorkersResultChangesNothing(verdict: Verdict) async throws {
        try await withLease { database, worker, subscription, delivery in
            let other = try await database.register()
            let held = try await database.queue.finishIfLeased([FinishedAttempt(delivery, verdict)], by: other)
            #expect(held == [false])
            try await expectUntouched(delivery, subscription, owner: worker, on: database)
        }
    }

    @Test(arguments: verdicts) func anotherAttemptsResultChangesNothing(verdict: Verdict) async throws {
        try await withLease { database, worker, subscription, delivery in
            for attempt in [delivery.attempt - 1, delivery.attempt + 1] {
                let late = FinishedAttempt(
                    event: delivery.event,
                    subscription: delivery.subscription,
                    attempt: attempt,
                    verdict: verdict,
                    latency: .zero,
                    startedAt: Date()
                )
                #expect(try await database.queue.finishIfLeased([late], by: worker) == [false])
            }
            try await expectUntouched(delivery, subscription, owner: worker, on: database)
        }
    }

    @Test(arguments: verdicts) func aResultAfterTheLeaseChangesNothing(verdict: Verdict) async throws {
        try await withLease { database, worker, subscription, delivery in
            try await database.age(worker, seconds: 31)
            _ = try await database.queue.bury()
            let held = try await database.queue.finishIfLeased([FinishedAttempt(delivery, verdict)], by: worker)
            #expect(held == [false])
            #expect(try await database.live(delivery.event, subscription)?.owner == nil)
            #expect(try await database.history(delivery.event, subscription) == ["1 lost"])
            #expect(try await database.deathReason(delivery.event, subscription) == nil)
        }
    }

    @Test(arguments: verdicts) func aRepetitionChangesNothing(verdict: Verdict) async throws {
        try await withLease { database, worker, subscription, delivery in
            let finished = FinishedAttempt(delivery, verdict, status: 500)
            #expect(try await database.queue.finishIfLeased([finished], by: worker) == [true])
            let row = try await database.live(delivery.event, subscription)
            let history = try await database.history(delivery.event, subscription)
            #expect(try await database.queue.finishIfLeased([finished], by: worker) == [false])
            let after = try await database.live(delivery.event, subscription)
            #expect(after?.attempts == row?.attempts)
            #expect(after?.owner == nil)
            #expect(abs((after?.dueIn ?? 0) - (row?.dueIn ?? 0)) < 10)
            #expect(try await database.history(delivery.event, subscription) == history)
        }
    }

    @Test func aResultOfTheNextAttemptIsNotTheLastOnes() async throws {
        try await withLease { database, worker, subscription, first in
            let retry = FinishedAttempt(first, .retry(after: .zero))
            _ = try await database.queue.finishIfLeased([retry], by: worker)
            let second = try #require(try await database.claim(subscription, for: worker).first)
            #expect(try await database.queue.finishIfLeased([retry], by: worker) == [false])
            #expect(try await database.live(second.event, subscription)?.owner == worker)
            let done = FinishedAttempt(second, .delivered)
            #expect(try await database.queue.finishIfLeased([done], by: worker) == [true])
            #expect(try await database.history(first.event, subscription) == ["1 retry", "2 delivered"])
        }
    }

    @Test func aBatchAnswersEachOfItsResults() async throws {
        try await withDatabase { database in
            let worker = try await database.register()
            let subscription = try await database.subscribe()
            var leased: [LeasedDelivery] = []
            for _ in Self.verdicts { leased.append(try await database.lease(subscription, to: worker)) }
            var batch = zip(leased, Self.verdicts).map { FinishedAttempt($0, $1) }
            let stranger = FinishedAttempt(
                event: UUID(),
                subscription: subscription.id,
                attempt: 1,
                verdict: .delivered,
                startedAt: Date()
            )
            batch.insert(stranger, at: 2)
            let held = try await database.queue.finishIfLeased(batch, by: worker)
            #expect(held == [true, true, false, true, true, true])
            #expect(try await database.count("outbox.deliveries") == 2)
            #expect(try await database.count("outbox.deliveries WHERE owner IS NOT NULL") == 0)
            #expect(try await database.count("outbox.dead_letters") == 2)
            #expect(try await database.count("outbox.attempts") == 4)
        }
    }

    @Test func nothingToFinishIsNoError() async throws {
        try await withDatabase { database in
            let held = try await database.queue.finishIfLeased([], by: 1)
            #expect(held.isEmpty)
        }
    }

    @Test func aDatabaseErrorOfOneResultIsADataError() async throws {
        try await withLease { database, worker, subscription, delivery in
            var finished = FinishedAttempt(delivery, .retry(after: .zero))
            finished.responseBody = [UInt8](repeating: 0, count: 16_385)
            let error = await #expect(throws: PostgresError.self) {
                try await database.queue.finishIfLeased([finished], by: worker)
            }
            #expect(error?.isDataError == true)
            try await expectUntouched(delivery, subscription, owner: worker, on: database)
        }
    }
}
