import Foundation
import Postgres
import TestKit
import Testing

@testable import Outbox

struct DeliveryListTests {
    private struct Row: Hashable {
        var event: UUID
        var subscription: UUID
        var state: DeliveryState

        init(_ event: UUID, _ subscription: UUID, _ state: DeliveryState) {
            (self.event, self.subscription, self.state) = (event, subscription, state)
        }

        init(_ delivery: Delivery) {
            self.init(delivery.eventID, delivery.subscriptionID, delivery.state)
        }
    }

    private func all(
        _ filter: DeliveryFilter,
        in store: DeliveryStore,
        limit: Int = 200
    ) async throws -> [Row] {
        var rows: [Row] = []
        var request = ListRequest(limit: limit)
        repeat {
            let page = try await store.list(filter, request)
            #expect(page.items.count <= limit)
            rows += page.items.map { Row($0) }
            request.cursor = try page.next.map { try Cursor($0.text, of: .deliveries) }
        } while request.cursor != nil
        return rows
    }

    /// One delivery of each state, the oldest first.
    private func oneOfEach(_ database: TestDatabase, _ subscription: UUID) async throws -> [Row] {
        let worker = try await database.worker()
        let pending = try await database.event(type: "p", age: 50)
        try await database.delivery(of: pending, to: subscription)
        let retrying = try await database.event(type: "p", age: 40)
        try await database.delivery(of: retrying, to: subscription, attempts: 1)
        try await database.attempt(1, of: retrying, to: subscription, .retry, status: 500)
        let sending = try await database.event(age: 30)
        try await database.delivery(of: sending, to: subscription, attempts: 1, owner: worker)
        let dead = try await database.event(age: 20)
        try await database.deadLetter(of: dead, to: subscription, attempts: 1)
        try await database.attempt(1, of: dead, to: subscription, .dead, status: 500)
        let delivered = try await database.event(age: 10)
        try await database.attempt(1, of: delivered, to: subscription, .retry, status: 500)
        try await database.attempt(2, of: delivered, to: subscription, .delivered, status: 204)
        return [
            Row(pending, subscription, .pending), Row(retrying, subscription, .retrying),
            Row(sending, subscription, .sending), Row(dead, subscription, .dead),
            Row(delivered, subscription, .delivered),
        ]
    }

    @Test func showsEveryStateOnce() async throws {
        try await withDatabase { database in
            let store = DeliveryStore(database: database.pool)
            let rows = try await oneOfEach(database, try await database.subscription())
            #expect(try await all(DeliveryFilter(), in: store) == rows.reversed())
            for row in rows {
                #expect(try await all(DeliveryFilter(state: row.state), in: store) == [row])
            }
        }
    }

    @Test(arguments: [1, 2, 3])
    func pagesWithoutGapsAndRepetitions(limit: Int) async throws {
        try await withDatabase { database in
            let store = DeliveryStore(database: database.pool)
            let first = try await database.subscription()
            let second = try await database.subscription()
            var rows = try await oneOfEach(database, first)
            // Several deliveries of one event lie next to each other.
            for (index, row) in rows.enumerated() where row.state != .sending {
                let state: DeliveryState = index.isMultiple(of: 2) ? .pending : .delivered
                if state == .pending {
                    try await database.delivery(of: row.event, to: second)
                } else {
                    try await database.attempt(1, of: row.event, to: second, .delivered)
                }
                rows.append(Row(row.event, second, state))
            }
            let listed = try await all(DeliveryFilter(), in: store, limit: limit)
            #expect(listed.count == rows.count)
            #expect(Set(listed) == Set(rows))
            let keys = listed.map { $0.event.uuidString + $0.subscription.uuidString }
            #expect(keys == keys.sorted(by: >))
            let ofSecond = try await all(DeliveryFilter(subscriptionID: second), in: store, limit: limit)
            #expect(Set(ofSecond) == Set(rows.filter { $0.subscription == second }))
            #expect(ofSecond.count == 4)
        }
    }

    @Test func filters() async throws {
        try await withDatabase { database in
            let store = DeliveryStore(database: database.pool)
            let mine = try await database.subscription(tenant: "acme")
            let others = try await database.subscription(tenant: "other")
            let event = try await database.event(type: "x", tenant: "acme", age: 60)
            try await database.attempt(1, of: event, to: mine, .delivered)
            let old = try await database.event(type: "y", tenant: "acme", age: 3_600)
            try await database.delivery(of: old, to: mine)
            let foreign = try await database.event(type: "x", tenant: "other", age: 30)
            try await database.deadLetter(of: foreign, to: others)
            func events(_ filter: DeliveryFilter) async throws -> [UUID] {
                try await all(filter, in: store).map(\.event)
            }
            #expect(try await events(DeliveryFilter()) == [foreign, event, old])
            #expect(try await events(DeliveryFilter(tenant: "acme")) == [event, old])
            #expect(try await events(DeliveryFilter(eventType: "x")) == [foreign, event])
            #expect(try await events(DeliveryFilter(tenant: "acme", subscriptionID: mine, eventType: "x")) == [event])
            #expect(try await events(DeliveryFilter(tenant: "other", subscriptionID: mine)).isEmpty)
            let lately = TimeWindow(since: Date(timeIntervalSinceNow: -600))
            #expect(try await events(DeliveryFilter(window: lately)) == [foreign, event])
            #expect(try await events(DeliveryFilter(subscriptionID: mine, window: lately)) == [event])
        }
    }

    /// What was replayed after a success is live again, not delivered; what succeeded twice shows its last success.
    @Test func showsThePresentStateOfWhatWasReplayed() async throws {
        try await withDatabase { database in
            let store = DeliveryStore(database: database.pool)
            let subscription = try await database.subscription()
            let again = try await database.event(age: 20)
            try await database.attempt(1, of: again, to: subscription, .delivered)
            try await database.delivery(of: again, to: subscription, attempts: 1, base: 1)
            let twice = try await database.event(age: 10)
            try await database.attempt(1, of: twice, to: subscription, .delivered, status: 200)
            try await database.attempt(2, of: twice, to: subscription, .delivered, status: 201)
            let items = try await store.list().items
            #expect(
                items.map { Row($0) } == [Row(twice, subscription, .delivered), Row(again, subscription, .pending)]
            )
            #expect(items[0].attempts == 2 && items[0].lastStatus == 201)
        }
    }

    /// A page looks at a bounded part of the history and goes on where it stopped.
    @Test(arguments: [false, true])
    func pagesThroughALongHistory(ofOneSubscription: Bool) async throws {
        try await withDatabase { database in
            let store = DeliveryStore(database: database.pool)
            let subscription = try await database.subscription()
            let first = try await database.event(type: "rare", age: 7_200)
            try await database.attempt(1, of: first, to: subscription, .delivered)
            let live = try await database.event(type: "rare", age: 7_100)
            try await database.delivery(of: live, to: subscription)
            try await database.pool.execute(
                """
                WITH e AS (
                  INSERT INTO outbox.events (type, payload)
                  SELECT 'common', '1' FROM generate_series(1, \(Limits.deliveryScanOfType + 5)::int8) RETURNING id)
                INSERT INTO outbox.attempts (event_id, subscription_id, attempt, outcome, worker, started_at)
                SELECT id, \(subscription)::uuid, 1, 'delivered', 1, now() FROM e
                """
            )
            var filter = DeliveryFilter(eventType: "rare")
            if ofOneSubscription { filter.subscriptionID = subscription }
            #expect(
                try await all(filter, in: store) == [
                    Row(live, subscription, .pending), Row(first, subscription, .delivered),
                ]
            )
            filter.eventType = nil
            #expect(try await all(filter, in: store).count == Limits.deliveryScanOfType + 7)
        }
    }

    // MARK: Of one event

    @Test func listsAnEventsDeliveries() async throws {
        try await withDatabase { database in
            let store = DeliveryStore(database: database.pool)
            let event = try await database.event(tenant: "acme")
            var subscriptions: [UUID] = []
            for index in 0..<5 {
                let subscription = try await database.subscription(tenant: "acme")
                subscriptions.append(subscription)
                switch index {
                case 0, 1: try await database.delivery(of: event, to: subscription)
                case 2: try await database.deadLetter(of: event, to: subscription)
                default: try await database.attempt(1, of: event, to: subscription, .delivered)
                }
            }
            let first = try await store.list(of: event, tenant: "acme", ListRequest(limit: 3))
            #expect(first.items.map(\.subscriptionID) == subscriptions[2...].reversed())
            #expect(first.items.map(\.state) == [.delivered, .delivered, .dead])
            let second = try await store.list(of: event, tenant: nil, ListRequest(limit: 3, cursor: first.next))
            #expect(second.items.map(\.subscriptionID) == [subscriptions[1], subscriptions[0]])
            #expect(second.next == nil)
            await #expect(throws: Refusal.notFound) { try await store.list(of: event, tenant: "other") }
            await #expect(throws: Refusal.notFound) { try await store.list(of: UUID(), tenant: nil) }
        }
    }
}
