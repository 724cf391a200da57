import Foundation
import Postgres
import TestKit
import Testing

@testable import Outbox

struct DispatchTests {
    @Test(arguments: [
        ("order.paid", "order.paid", true), ("order.paid", "order.*", true), ("order.paid", "*", true),
        ("order.item.added", "order.*", true), ("order.item.added", "order.item.*", true),
        ("order.paid", "order.created", false), ("order.paid", "order", false), ("order.paid", "ord.*", false),
        ("order", "order.*", false), ("order.paid", "order.paid.*", false), ("orders.paid", "order.*", false),
        ("order.paid", "Order.Paid", false), ("order/paid", "order.*", false),
    ])
    func matchesTypes(type: String, pattern: String, isMatch: Bool) async throws {
        try await withDatabase { database in
            let worker = try await database.register()
            let subscription = try await database.subscribe(to: [pattern])
            let event = try await database.record(type)
            let dispatched = try await database.dispatchAll(to: worker)
            #expect(dispatched.events == 1)
            #expect(dispatched.deliveries == (isMatch ? 1 : 0))
            #expect((try await database.live(event, subscription) != nil) == isMatch)
            #expect(try await database.count("outbox.event_queue") == 0)
        }
    }

    @Test func severalPatternsAreOneDelivery() async throws {
        try await withDatabase { database in
            let worker = try await database.register()
            _ = try await database.subscribe(to: ["a.b", "a.*", "*", "a.*"])
            _ = try await database.record("a.b")
            #expect(try await database.dispatchAll(to: worker).deliveries == 1)
        }
    }

    @Test func tenantsAreApart() async throws {
        try await withDatabase { database in
            let worker = try await database.register()
            let mine = try await database.subscribe(tenant: "mine")
            _ = try await database.subscribe(tenant: "yours")
            let event = try await database.record(tenant: "mine")
            let dispatched = try await database.dispatchAll(to: worker)
            #expect(dispatched.deliveries == 1)
            #expect(try await database.live(event, mine) != nil)
        }
    }

    @Test(arguments: [
        ("{\"a\": 1}", "{\"a\": 1, \"b\": 2}", true), ("{\"a\": 1}", "{\"a\": 1.0}", true), ("{}", "{}", true),
        ("{\"a\": {\"b\": \"x\"}}", "{\"a\": {\"b\": \"x\", \"c\": 1}}", true), ("{\"a\": 1}", "{\"a\": 2}", false),
        ("{\"a\": 1}", "[]", false), ("{\"a\": 1}", "null", false), ("{\"a\": 1}", "{\"a\": \"\\u0000\"}", false),
    ])
    func filtersPayloads(filter: String, payload: String, isMatch: Bool) async throws {
        try await withDatabase { database in
            let worker = try await database.register()
            let filtered = try await database.subscribe(filter: filter)
            let everything = try await database.subscribe()
            let event = try await database.record(payload: payload)
            #expect(try await database.dispatchAll(to: worker).deliveries == (isMatch ? 2 : 1))
            #expect((try await database.live(event, filtered) != nil) == isMatch)
            #expect(try await database.live(event, everything) != nil)
        }
    }

    @Test func aPausedSubscriptionsDeliveriesWait() async throws {
        try await withDatabase { database in
            let worker = try await database.register()
            let subscription = try await database.subscribe(state: "paused")
            let event = try await database.record()
            let dispatched = try await database.dispatchAll(to: worker, mayStart: [subscription: 5])
            #expect(dispatched.leased.isEmpty)
            #expect(dispatched.waiting == [subscription.id: subscription.bucket])
            let row = try #require(try await database.live(event, subscription))
            #expect(row.owner == nil)
            #expect(row.attempts == 0)
        }
    }

    @Test func aDisabledOrDeletedSubscriptionGetsNone() async throws {
        try await withDatabase { database in
            let worker = try await database.register()
            _ = try await database.subscribe(state: "disabled")
            let deleted = try await database.subscribe()
            try await database.execute(
                "UPDATE outbox.subscriptions SET deleted_at = now() WHERE id = \(deleted.id)::uuid"
            )
            _ = try await database.record()
            let dispatched = try await database.dispatchAll(to: worker)
            #expect(dispatched.events == 1)
            #expect(dispatched.deliveries == 0)
        }
    }

    @Test func aLaterSubscriptionGetsNone() async throws {
        try await withDatabase { database in
            let worker = try await database.register()
            let event = try await database.record()
            let later = try await database.subscribe(createdIn: 1)
            let earlier = try await database.subscribe(createdIn: -1)
            #expect(try await database.dispatchAll(to: worker).deliveries == 1)
            #expect(try await database.live(event, later) == nil)
            #expect(try await database.live(event, earlier) != nil)
        }
    }

    @Test func aSubscriptionJustCreatedGetsTheNextEvent() async throws {
        try await withDatabase { database in
            let worker = try await database.register()
            let subscription = try await database.subscribe(createdIn: 0)
            let event = try await database.record()
            try await database.dispatchAll(to: worker)
            #expect(try await database.live(event, subscription) != nil)
        }
    }

    @Test func leasesAsManyAsMayStart() async throws {
        try await withDatabase { database in
            let worker = try await database.register()
            let two = try await database.subscribe()
            let none = try await database.subscribe()
            let many = try await database.subscribe()
            var events: [UUID] = []
            for _ in 0..<5 { events.append(try await database.record()) }
            let dispatched = try await database.dispatchAll(to: worker, mayStart: [two: 2, many: 100])
            #expect(dispatched.events == 5)
            #expect(dispatched.deliveries == 15)
            let counts = Dictionary(grouping: dispatched.leased, by: \.subscription).mapValues(\.count)
            #expect(counts == [two.id: 2, many.id: 5])
            // The oldest first.
            #expect(Set(dispatched.leased.filter { $0.subscription == two.id }.map(\.event)) == Set(events.prefix(2)))
            #expect(dispatched.waiting == [two.id: two.bucket, none.id: none.bucket])
            #expect(try await database.count("outbox.deliveries WHERE owner IS NOT NULL AND attempts = 1") == 7)
            #expect(try await database.count("outbox.deliveries WHERE owner IS NULL AND attempts = 0") == 8)
        }
    }

    @Test func orderedSubscriptionsAreNeverBornLeased() async throws {
        try await withDatabase { database in
            let worker = try await database.register()
            let subscription = try await database.subscribe(ordered: true)
            _ = try await database.record()
            let dispatched = try await database.dispatchAll(to: worker, mayStart: [subscription: 5])
            #expect(dispatched.leased.isEmpty)
            #expect(dispatched.waiting.keys.contains(subscription.id))
        }
    }

    @Test func aLeasedDeliveryHasWhatItsRequestNeeds() async throws {
        try await withDatabase { database in
            let worker = try await database.register()
            let subscription = try await database.subscribe()
            try await database.execute("INSERT INTO outbox.event_types (name, method) VALUES ('order.paid', 'PUT')")
            let trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
            let events = try await database.emit([
                NewEvent(type: "order.paid", payload: Array("{\"b\":1, \"a\":2}".utf8), traceparent: trace),
                NewEvent("[]", type: "undeclared"),
            ])
            let leased = try await database.dispatchAll(to: worker, mayStart: [subscription: 5]).leased
            let first = try #require(leased.first { $0.event == events[0].id })
            #expect(first.subscription == subscription.id)
            #expect(first.attempt == 1)
            #expect(first.attemptBase == 0)
            #expect(!first.isTest)
            #expect(first.subscriptionVersion == 1)
            #expect(first.content?.type == "order.paid")
            #expect(first.content?.method == "PUT")
            #expect(first.content?.payload == Array("{\"b\":1, \"a\":2}".utf8))
            #expect(first.content?.traceparent == trace)
            let second = try #require(leased.first { $0.event == events[1].id })
            #expect(second.content?.method == "POST")
            #expect(second.content?.traceparent == nil)
        }
    }

    /// A thousand deliveries of one event hold its payload once: it travels once, and all share one buffer.
    @Test func aFanOutSharesOnePayload() async throws {
        try await withDatabase { database in
            let worker = try await database.register()
            var subscriptions: [TestSubscription: Int] = [:]
            for _ in 0..<20 { subscriptions[try await database.subscribe()] = 1 }
            _ = try await database.record(payload: "\"" + String(repeating: "x", count: 10_000) + "\"")
            let leased = try await database.dispatchAll(to: worker, mayStart: subscriptions).leased
            #expect(leased.count == 20)
            let buffers = leased.map { delivery in
                (delivery.content?.payload ?? []).withUnsafeBufferPointer { $0.baseAddress }
            }
            #expect(Set(buffers).count == 1)
        }
    }

    @Test func theDueTimeIsTheEvents() async throws {
        try await withDatabase { database in
            let worker = try await database.register()
            _ = try await database.subscribe()
            _ = try await database.record()
            try await database.dispatchAll(to: worker)
            #expect(try await database.count("outbox.deliveries WHERE due_at = outbox.uuid_time(event_id)") == 1)
        }
    }

    @Test func uncheckedEventsAreNotDispatched() async throws {
        try await withDatabase { database in
            let worker = try await database.register()
            _ = try await database.subscribe()
            try await database.execute("INSERT INTO outbox.events (type, payload) VALUES ('a', '{}')")
            #expect(try await database.dispatchAll(to: worker).events == 0)
            #expect(try await database.count("outbox.event_queue") == 1)
        }
    }
}
