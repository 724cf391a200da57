import Foundation
import Postgres
import TestKit
import Testing

@testable import Outbox

struct WorkersTests {
    @Test func eachRegistrationIsANewNumber() async throws {
        try await withDatabase { database in
            let numbers = [try await database.register(), try await database.register(), try await database.register()]
            #expect(Set(numbers).count == 3)
            let row = try #require(
                try await database.query("SELECT host, pid, version FROM outbox.workers WHERE id = \(numbers[0])::int")
                    .first
            )
            #expect(try row.decode("host") == "test")
            #expect(try row.decode("pid") == 1)
            #expect(try row.decode("version") == "1.2.3")
        }
    }

    @Test func aHeartbeatIsConfirmedByTheDatabasesClock() async throws {
        try await withDatabase { database in
            let worker = try await database.register()
            try await database.age(worker, seconds: 20)
            #expect(try await database.queue.heartbeat(worker))
            #expect(try await database.count("outbox.workers WHERE heartbeat_at > now() - interval '10 s'") == 1)
            #expect(try await !database.queue.heartbeat(worker + 1))
        }
    }

    @Test func stoppingGivesBackWhatIsHeld() async throws {
        try await withDatabase { database in
            let (worker, other) = (try await database.register(), try await database.register())
            let subscription = try await database.subscribe()
            let delivery = try await database.lease(subscription, to: worker)
            let held = try await database.lease(subscription, to: other)
            _ = try await database.queue.takeBuckets(worker)
            try await database.queue.stop(worker)
            let row = try #require(try await database.live(delivery.event, subscription))
            #expect(row.owner == nil)
            #expect(row.attempts == 0)
            #expect(try await database.history(delivery.event, subscription).isEmpty)
            #expect(try await database.live(held.event, subscription)?.owner == other)
            #expect(try await database.count("outbox.bucket_leases WHERE worker_id IS NOT NULL") == 0)
            #expect(try await !database.queue.heartbeat(worker))
        }
    }

    @Test func stoppingTwiceRefundsOnce() async throws {
        try await withDatabase { database in
            let worker = try await database.register()
            let subscription = try await database.subscribe()
            let event = try await database.delivery(to: subscription.id, attempts: 5, owner: Int(worker))
            try await database.queue.stop(worker)
            try await database.queue.stop(worker)
            #expect(try await database.live(event, subscription)?.attempts == 4)
        }
    }

    @Test func theStoppedAreNotBuriedAgain() async throws {
        try await withDatabase { database in
            let worker = try await database.register()
            let subscription = try await database.subscribe()
            _ = try await database.lease(subscription, to: worker)
            try await database.queue.stop(worker)
            #expect(try await database.queue.bury() == 0)
            #expect(try await database.count("outbox.attempts") == 0)
        }
    }
}
