import Foundation
import Postgres
import TestKit
import Testing

@testable import Outbox

struct WaitingTests {
    private static let buckets = DispatchBucket.all.map(\.bucket)

    private func seconds(_ work: WaitingWork?) -> Double {
        (work?.dueIn ?? .seconds(1_000_000)) / .seconds(1)
    }

    @Test func aSubscriptionHasOneLineWithItsFirstDueTime() async throws {
        try await withDatabase { database in
            let (one, two) = (try await database.subscribe(), try await database.subscribe())
            for seconds in [300.0, 60, 120] { try await database.delivery(to: one.id, dueIn: seconds) }
            try await database.delivery(to: two.id, dueIn: -10)
            let work = try await database.queue.waiting(in: Self.buckets)
            #expect(Set(work.map(\.subscription)) == [one.id, two.id])
            #expect(work.count == 2)
            let first = work.first { $0.subscription == one.id }
            #expect(first?.bucket == one.bucket)
            #expect((50.0...60).contains(seconds(first)))
            #expect((-20.0 ... -10).contains(seconds(work.first { $0.subscription == two.id })))
        }
    }

    @Test func whatIsLeasedDoesNotWait() async throws {
        try await withDatabase { database in
            let worker = try await database.register()
            let subscription = try await database.subscribe()
            try await database.delivery(to: subscription.id, attempts: 1, owner: Int(worker), dueIn: -60)
            #expect(try await database.queue.waiting(in: Self.buckets).isEmpty)
            try await database.delivery(to: subscription.id, dueIn: 60)
            #expect((50.0...60).contains(seconds(try await database.queue.waiting(in: Self.buckets).first)))
        }
    }

    @Test func onlyTheBucketsThatAreNamedAreLookedAt() async throws {
        try await withDatabase { database in
            let one = try await database.subscribe(tenant: "a")
            let two = try await database.subscribe(tenant: "a")
            try await database.delivery(to: one.id)
            try await database.delivery(to: two.id)
            #expect(one.bucket != two.bucket)
            #expect(try await database.queue.waiting(in: [two.bucket]).map(\.subscription) == [two.id])
            #expect(try await database.queue.waiting(in: []).isEmpty)
        }
    }

    @Test func anOrderedSubscriptionIsDueWhenItsHoldEnds() async throws {
        try await withDatabase { database in
            let subscription = try await database.subscribe(ordered: true)
            try await database.delivery(to: subscription.id, dueIn: -100)
            try await database.hold(subscription, seconds: 60)
            #expect((50.0...60).contains(seconds(try await database.queue.waiting(in: Self.buckets).first)))
            try await database.hold(subscription, seconds: -60)
            #expect((-70.0 ... -60).contains(seconds(try await database.queue.waiting(in: Self.buckets).first)))
        }
    }

    /// Many subscriptions in one bucket, as a tenant with callbacks has them.
    @Test func everySubscriptionOfABucketIsFound() async throws {
        try await withDatabase { database in
            try await database.run(
                script: """
                    INSERT INTO outbox.subscriptions (url, event_types, bucket)
                    SELECT 'https://example.com/', '{*}', n % 3 FROM generate_series(1, 300) n;
                    INSERT INTO outbox.events (type, payload) SELECT 'a', '{}' FROM generate_series(1, 3);
                    DELETE FROM outbox.event_queue;
                    INSERT INTO outbox.deliveries (event_id, subscription_id, tenant, bucket, due_at)
                    SELECT e.id, s.id, 'default', s.bucket, now() FROM outbox.events e, outbox.subscriptions s;
                    """
            )
            let work = try await database.queue.waiting(in: [0, 1, 2, 3])
            #expect(work.count == 300)
            #expect(Set(work.map(\.subscription)).count == 300)
        }
    }
}
