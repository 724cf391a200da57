import Foundation
import Postgres
import TestKit
import Testing

@testable import Outbox

/// How much a dispatch takes, from where, and for whom.
struct DispatchBoundsTests {
    /// A name for each tenant, all of them in different buckets.
    private func tenants(_ count: Int, on database: TestDatabase) async throws -> [(name: String, bucket: Int16)] {
        try await database.query(
            """
            SELECT DISTINCT ON (bucket) name, outbox.bucket(name) AS bucket
            FROM (SELECT 'tenant ' || n AS name FROM generate_series(1, 1000) n) x, outbox.bucket(name) bucket
            ORDER BY bucket, name LIMIT \(count)::int8
            """
        )
        .map { (try $0.decode("name"), try $0.decode("bucket")) }
    }

    private func fill(_ database: TestDatabase, tenant: String, events: Int) async throws -> [UUID] {
        try await database.emit((0..<events).map { NewEvent("\($0)", tenant: tenant) }).map(\.id)
    }

    @Test func takesABoundedNumberOfABucketTheOldestFirst() async throws {
        try await withDatabase { database in
            let worker = try await database.register()
            let tenant = try await tenants(1, on: database)[0]
            let events = try await fill(database, tenant: tenant.name, events: Limits.dispatchEventsPerBucket + 5)
            let first = try await database.dispatchAll(to: worker)
            #expect(first.events == Limits.dispatchEventsPerBucket)
            #expect(first.newest == [tenant.bucket: events[Limits.dispatchEventsPerBucket - 1]])
            let second = try await database.dispatchAll(to: worker)
            #expect(second.events == 5)
            #expect(second.newest == [tenant.bucket: events[Limits.dispatchEventsPerBucket + 4]])
            #expect(try await database.dispatchAll(to: worker).events == 0)
        }
    }

    @Test func takesABoundedNumberInAll() async throws {
        try await withDatabase { database in
            let worker = try await database.register()
            for tenant in try await tenants(4, on: database) {
                _ = try await fill(database, tenant: tenant.name, events: 10)
            }
            #expect(try await database.dispatchAll(to: worker, limit: 25).events == 25)
            #expect(try await database.dispatchAll(to: worker, limit: 25).events == 15)
        }
    }

    @Test func takesFromTheBucketsThatAreNamed() async throws {
        try await withDatabase { database in
            let worker = try await database.register()
            let two = try await tenants(2, on: database)
            let mine = try await fill(database, tenant: two[0].name, events: 3)
            _ = try await fill(database, tenant: two[1].name, events: 3)
            let dispatched = try await database.queue.dispatch(
                from: [DispatchBucket(bucket: two[0].bucket, above: DispatchBucket.bottom)],
                to: worker,
                mayStart: []
            )
            #expect(dispatched.newest == [two[0].bucket: mine[2]])
            #expect(try await database.count("outbox.event_queue") == 3)
        }
    }

    @Test func takesWhatLiesAboveTheMark() async throws {
        try await withDatabase { database in
            let worker = try await database.register()
            let tenant = try await tenants(1, on: database)[0]
            let events = try await fill(database, tenant: tenant.name, events: 5)
            let dispatched = try await database.queue.dispatch(
                from: [DispatchBucket(bucket: tenant.bucket, above: events[2])],
                to: worker,
                mayStart: []
            )
            #expect(dispatched.events == 2)
            #expect(try await database.count("outbox.event_queue") == 3)
        }
    }

    @Test func noBucketsNoEvents() async throws {
        try await withDatabase { database in
            let worker = try await database.register()
            _ = try await database.record()
            #expect(try await database.queue.dispatch(from: [], to: worker, mayStart: []).events == 0)
        }
    }

    @Test func aStoppedWorkerTakesNothing() async throws {
        try await withDatabase { database in
            let worker = try await database.register()
            let subscription = try await database.subscribe()
            _ = try await database.record()
            try await database.queue.stop(worker)
            let dispatched = try await database.dispatchAll(to: worker, mayStart: [subscription: 5])
            #expect(dispatched.events == 0)
            #expect(try await database.count("outbox.event_queue") == 1)
            #expect(try await database.count("outbox.deliveries") == 0)
        }
    }

    @Test func aWorkerThatNeverWasTakesNothing() async throws {
        try await withDatabase { database in
            _ = try await database.record()
            #expect(try await database.dispatchAll(to: 4_711).events == 0)
        }
    }

    @Test func concurrentDispatchesShareTheEvents() async throws {
        try await withDatabase { database in
            let subscription = try await database.subscribe()
            for tenant in ["default", "b", "c"] { _ = try await fill(database, tenant: tenant, events: 200) }
            let workers = [try await database.register(), try await database.register()]
            let dispatched = try await withThrowingTaskGroup(of: Dispatched.self) { group in
                for n in 0..<8 {
                    group.addTask {
                        try await database.dispatchAll(to: workers[n % 2], mayStart: [subscription: 1_000], limit: 90)
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            let leased = dispatched.flatMap(\.leased).map(\.event)
            #expect(Set(leased).count == leased.count)
            #expect(dispatched.map(\.events).reduce(0, +) + (try await database.count("outbox.event_queue")) == 600)
            #expect(try await database.count("outbox.deliveries") == leased.count)
            while try await database.dispatchAll(to: workers[0]).events > 0 {}
            #expect(try await database.count("outbox.deliveries") == 200)
        }
    }

    /// A delivery that is there already, by a replay or a test, is not made anew.
    @Test func aDeliveryThatIsThereStaysAsItIs() async throws {
        try await withDatabase { database in
            let worker = try await database.register()
            let subscription = try await database.subscribe()
            let event = try await database.record()
            try await database.delivery(of: event, to: subscription.id, attempts: 3, base: 3)
            let dispatched = try await database.dispatchAll(to: worker, mayStart: [subscription: 1])
            #expect(dispatched.events == 1)
            #expect(dispatched.leased.isEmpty)
            #expect(try await database.live(event, subscription)?.attempts == 3)
        }
    }
}
