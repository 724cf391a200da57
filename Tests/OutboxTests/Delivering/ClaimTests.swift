import Foundation
import Postgres
import TestKit
import Testing

@testable import Outbox

struct ClaimTests {
    @Test func claimsWhatIsDueTheOldestFirst() async throws {
        try await withDatabase { database in
            let worker = try await database.register()
            let subscription = try await database.subscribe()
            var events: [UUID] = []
            for age in [1.0, 30, 10, -60] {
                events.append(try await database.delivery(to: subscription.id, dueIn: -age))
            }
            let first = try await database.claim(subscription, 2, for: worker)
            #expect(Set(first.map(\.event)) == [events[1], events[2]])
            #expect(try await database.claim(subscription, 5, for: worker).map(\.event) == [events[0]])
            #expect(try await database.claim(subscription, 5, for: worker).isEmpty)
            #expect(try await database.live(events[3], subscription)?.owner == nil)
            #expect(try await database.live(events[1], subscription)?.owner == worker)
            #expect(try await database.live(events[1], subscription)?.attempts == 1)
        }
    }

    @Test func claimsTheNumberOfEachSubscription() async throws {
        try await withDatabase { database in
            let worker = try await database.register()
            let (one, two) = (try await database.subscribe(), try await database.subscribe())
            for _ in 0..<4 {
                let event = try await database.event()
                try await database.delivery(of: event, to: one.id, dueIn: -1)
                try await database.delivery(of: event, to: two.id, dueIn: -1)
            }
            let leased = try await database.queue.claim(
                [
                    ClaimRequest(subscription: one.id, bucket: one.bucket, count: 1),
                    ClaimRequest(subscription: two.id, bucket: two.bucket, count: 3),
                ],
                for: worker
            )
            #expect(leased.filter { $0.subscription == one.id }.count == 1)
            #expect(leased.filter { $0.subscription == two.id }.count == 3)
            #expect(leased.allSatisfy { $0.content?.payload == Array("{}".utf8) })
        }
    }

    @Test func claimsFromItsBucketOnly() async throws {
        try await withDatabase { database in
            let worker = try await database.register()
            let subscription = try await database.subscribe()
            try await database.delivery(to: subscription.id, dueIn: -1)
            let elsewhere = TestSubscription(id: subscription.id, bucket: (subscription.bucket + 1) % 256)
            #expect(try await database.claim(elsewhere, for: worker).isEmpty)
            #expect(try await database.claim(subscription, for: worker).count == 1)
        }
    }

    @Test func aLeaseIsNobodyElses() async throws {
        try await withDatabase { database in
            let (first, second) = (try await database.register(), try await database.register())
            let subscription = try await database.subscribe()
            for _ in 0..<50 { try await database.delivery(to: subscription.id, dueIn: -1) }
            let claimed = try await withThrowingTaskGroup(of: [UUID].self) { group in
                for worker in [first, second, first, second] {
                    group.addTask { try await database.claim(subscription, 30, for: worker).map(\.event) }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(Set(claimed).count == claimed.count)
            #expect(claimed.count + (try await database.claim(subscription, 50, for: first).count) == 50)
        }
    }

    @Test func aLeasedDeliveryHasWhatItsRequestNeeds() async throws {
        try await withDatabase { database in
            let worker = try await database.register()
            let subscription = try await database.subscribe()
            try await database.execute("UPDATE outbox.subscriptions SET url = 'https://example.com/new'")
            try await database.execute("INSERT INTO outbox.event_types (name, method) VALUES ('a', 'PATCH')")
            let event = try await database.event(payload: "[1, 2]")
            try await database.delivery(of: event, to: subscription.id, attempts: 5, base: 4, dueIn: -1)
            try await database.execute("UPDATE outbox.deliveries SET since = now() - interval '1 hour'")
            let delivery = try #require(try await database.claim(subscription, for: worker).first)
            #expect(delivery.attempt == 6)
            #expect(delivery.attemptBase == 4)
            #expect((Duration.seconds(3_600)...Duration.seconds(3_660)).contains(delivery.age))
            #expect(delivery.subscriptionVersion == 2)
            #expect(delivery.content?.method == "PATCH")
            #expect(delivery.content?.payload == Array("[1, 2]".utf8))
        }
    }

    @Test(arguments: ["paused", "disabled"]) func onlyTestsGoToAnInactiveSubscription(state: String) async throws {
        try await withDatabase { database in
            let worker = try await database.register()
            let subscription = try await database.subscribe(state: state)
            try await database.delivery(to: subscription.id, dueIn: -5)
            let test = try await database.delivery(to: subscription.id, isTest: true, dueIn: -1)
            let claimed = try await database.claim(subscription, 5, for: worker)
            #expect(claimed.map(\.event) == [test])
            #expect(claimed.first?.isTest == true)
        }
    }

    @Test func anOrderedSubscriptionIsHeldWithItsHead() async throws {
        try await withDatabase { database in
            let worker = try await database.register()
            let subscription = try await database.subscribe(ordered: true)
            try await database.delivery(to: subscription.id, dueIn: -5)
            try await database.hold(subscription, seconds: 60)
            #expect(try await database.claim(subscription, for: worker).isEmpty)
            try await database.hold(subscription, seconds: -1)
            #expect(try await database.claim(subscription, for: worker).count == 1)
        }
    }

    @Test func anUnorderedSubscriptionIsNotHeld() async throws {
        try await withDatabase { database in
            let worker = try await database.register()
            let subscription = try await database.subscribe()
            try await database.delivery(to: subscription.id, dueIn: -5)
            try await database.hold(subscription, seconds: 60)
            #expect(try await database.claim(subscription, for: worker).count == 1)
        }
    }

    @Test func anOrderedSubscriptionsEventsComeInTheirOrder() async throws {
        try await withDatabase { database in
            let worker = try await database.register()
            let subscription = try await database.subscribe(ordered: true)
            var events: [UUID] = []
            for _ in 0..<5 { events.append(try await database.record()) }
            try await database.dispatchAll(to: worker)
            var claimed: [UUID] = []
            while let next = try await database.claim(subscription, for: worker).first {
                claimed.append(next.event)
                _ = try await database.queue.finishIfLeased([FinishedAttempt(next, .delivered)], by: worker)
            }
            #expect(claimed == events)
        }
    }

    @Test func aPrunedEventComesWithoutContent() async throws {
        try await withDatabase { database in
            let worker = try await database.register()
            let subscription = try await database.subscribe()
            let event = try await database.delivery(to: subscription.id, dueIn: -1)
            try await database.execute("DELETE FROM outbox.events WHERE id = \(event)::uuid")
            let delivery = try #require(try await database.claim(subscription, for: worker).first)
            #expect(delivery.event == event)
            #expect(delivery.content == nil)
        }
    }

    @Test func aStoppedWorkerClaimsNothing() async throws {
        try await withDatabase { database in
            let worker = try await database.register()
            let subscription = try await database.subscribe()
            let event = try await database.delivery(to: subscription.id, dueIn: -1)
            try await database.queue.stop(worker)
            #expect(try await database.claim(subscription, for: worker).isEmpty)
            #expect(try await database.live(event, subscription)?.attempts == 0)
        }
    }

    @Test func askingForNothingGivesNothing() async throws {
        try await withDatabase { database in
            let worker = try await database.register()
            let subscription = try await database.subscribe()
            try await database.delivery(to: subscription.id, dueIn: -1)
            #expect(try await database.queue.claim([], for: worker).isEmpty)
            #expect(try await database.claim(subscription, 0, for: worker).isEmpty)
        }
    }
}

extension TestDatabase {
    /// Holds a subscription, as a failure of an ordered one's head does.
    func hold(_ subscription: TestSubscription, seconds: Double) async throws {
        try await execute(
            """
            UPDATE outbox.subscriptions SET held_until = now() + make_interval(secs => \(seconds)::float8)
            WHERE id = \(subscription.id)::uuid
            """
        )
    }
}
