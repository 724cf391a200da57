import Foundation
import Postgres
import TestKit
import Testing

@testable import Outbox

struct BuryTests {
    @Test func takesBackTheWorkOfTheDead() async throws {
        try await withDatabase { database in
            let (dead, alive) = (try await database.register(), try await database.register())
            let subscription = try await database.subscribe()
            let lost = try await database.lease(subscription, to: dead)
            let held = try await database.lease(subscription, to: alive)
            _ = try await database.queue.takeBuckets(dead)
            try await database.age(dead, seconds: 31)
            #expect(try await database.queue.bury() == 1)
            let row = try #require(try await database.live(lost.event, subscription))
            #expect(row.owner == nil)
            // It counts: what kills workers ends too.
            #expect(row.attempts == 1)
            #expect(row.dueIn <= 0)
            #expect(try await database.history(lost.event, subscription) == ["1 lost"])
            #expect(try await database.live(held.event, subscription)?.owner == alive)
            #expect(try await database.count("outbox.bucket_leases WHERE worker_id IS NOT NULL") == 0)
            #expect(
                try await database.count("outbox.workers WHERE stopped_at IS NOT NULL AND buried_at IS NOT NULL") == 1
            )
        }
    }

    @Test func buriesEachOnce() async throws {
        try await withDatabase { database in
            let dead = try await database.register()
            let subscription = try await database.subscribe()
            let lost = try await database.lease(subscription, to: dead)
            try await database.age(dead, seconds: 31)
            let counts = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<4 { group.addTask { try await database.queue.bury() } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(counts.sorted() == [0, 0, 0, 1])
            #expect(try await database.history(lost.event, subscription) == ["1 lost"])
        }
    }

    @Test func doesNotBuryWhoseHeartbeatIsFresh() async throws {
        try await withDatabase { database in
            let worker = try await database.register()
            let subscription = try await database.subscribe()
            let delivery = try await database.lease(subscription, to: worker)
            _ = try await database.queue.takeBuckets(worker)
            try await database.age(worker, seconds: 28)
            #expect(try await database.queue.bury() == 0)
            #expect(try await database.live(delivery.event, subscription)?.owner == worker)
            #expect(try await database.count("outbox.bucket_leases WHERE worker_id IS NOT NULL") == 256)
            #expect(try await database.queue.heartbeat(worker))
        }
    }

    @Test func theBuriedNeverComeBack() async throws {
        try await withDatabase { database in
            let worker = try await database.register()
            let subscription = try await database.subscribe()
            _ = try await database.record()
            try await database.age(worker, seconds: 31)
            _ = try await database.queue.bury()
            #expect(try await !database.queue.heartbeat(worker))
            #expect(try await database.dispatchAll(to: worker, mayStart: [subscription: 1]).events == 0)
            #expect(try await database.queue.takeBuckets(worker).owned.isEmpty)
            #expect(try await database.queue.bury() == 0)
            let next = try await database.register()
            #expect(next != worker)
            #expect(try await database.queue.heartbeat(next))
        }
    }

    @Test func aRetryThatWasFarIsDueNow() async throws {
        try await withDatabase { database in
            let worker = try await database.register()
            let subscription = try await database.subscribe()
            let event = try await database.delivery(to: subscription.id, attempts: 1, owner: Int(worker), dueIn: 600)
            try await database.age(worker, seconds: 31)
            #expect(try await database.queue.bury() == 1)
            #expect(try #require(try await database.live(event, subscription)).dueIn <= 0)
        }
    }

    @Test func whatIsLostThreeTimesIsPoison() async throws {
        try await withDatabase { database in
            let subscription = try await database.subscribe()
            let event = try await database.delivery(to: subscription.id, attempts: 1, base: 1, dueIn: -1)
            for loss in 1...3 {
                let worker = try await database.register()
                #expect(try await database.claim(subscription, for: worker).map(\.event) == [event])
                try await database.age(worker, seconds: 31)
                #expect(try await database.queue.bury() == 1)
                #expect((try await database.live(event, subscription) == nil) == (loss == 3))
            }
            #expect(try await database.deathReason(event, subscription) == .poison)
            #expect(try await database.history(event, subscription) == ["2 lost", "3 lost", "4 lost"])
            #expect(try await database.count("outbox.dead_letters WHERE attempts = 4") == 1)
        }
    }

    @Test(arguments: [AttemptResult.retry, .lost]) func lossesThatAreNotInARowAreNoPoison(third: AttemptResult)
        async throws
    {
        try await withDatabase { database in
            let worker = try await database.register()
            let subscription = try await database.subscribe()
            // Lost, lost, then a failure; or lost twice before the last replay.
            let base = third == .lost ? 3 : 0
            let event = try await database.delivery(
                to: subscription.id,
                attempts: 4,
                base: base,
                owner: Int(worker),
                dueIn: -1
            )
            for (number, outcome) in [AttemptResult.lost, .lost, third].enumerated() {
                try await database.attempt(number + 1, of: event, to: subscription.id, outcome)
            }
            try await database.age(worker, seconds: 31)
            #expect(try await database.queue.bury() == 1)
            #expect(try await database.live(event, subscription)?.attempts == 4)
            #expect(try await database.deathReason(event, subscription) == nil)
        }
    }

    @Test func aWorkerThatStoppedWithoutGivingBackIsBuried() async throws {
        try await withDatabase { database in
            let worker = try await database.register()
            let subscription = try await database.subscribe()
            let delivery = try await database.lease(subscription, to: worker)
            try await database.execute("UPDATE outbox.workers SET stopped_at = now()")
            #expect(try await database.queue.bury() == 1)
            #expect(try await database.live(delivery.event, subscription)?.owner == nil)
        }
    }
}
