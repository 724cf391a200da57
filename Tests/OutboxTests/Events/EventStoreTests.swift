import Foundation
import JSONSchema
import Postgres
import TestKit
import Testing

@testable import Outbox

struct EventStoreTests {
    @Test func readsThePayloadAsItWasStored() async throws {
        try await withDatabase { database in
            let payload = #"{ "b" : 1.50,  "a":"\u00e9" }"#
            let id = try await database.event(type: "invoice.paid", tenant: "acme", payload: payload)
            let store = EventStore(database: database.pool)
            let detail = try #require(try await store.read(id, tenant: "acme"))
            #expect(String(decoding: detail.payload, as: UTF8.self) == payload)
            #expect(detail.event.type == "invoice.paid" && detail.event.tenant == "acme" && detail.event.kind == .event)
            #expect(abs(detail.event.createdAt.timeIntervalSinceNow) < 60)
            #expect(try await store.read(id, tenant: "other") == nil)
            #expect(try await store.read(UUID(), tenant: nil) == nil)
        }
    }

    @Test func tellsTheStatus() async throws {
        try await withDatabase { database in
            let store = EventStore(database: database.pool)
            let emitted = try await database.pool.emit([NewEvent(type: "a", payload: Array("{}".utf8))])
            let queued = try #require(emitted.first).id
            #expect(try await store.read(queued, tenant: nil)?.status == .queued)
            #expect(try await store.read(queued, tenant: nil)?.event.createdAt == emitted[0].createdAt)
            let unmatched = try await database.event()
            #expect(try await store.read(unmatched, tenant: nil)?.status == .unmatched)
            let dispatched = try await database.delivery(to: try await database.subscription())
            #expect(try await store.read(dispatched, tenant: nil)?.status == .dispatched)
            let rejected = try await database.event()
            try await database.pool.execute(
                """
                INSERT INTO outbox.rejected_events (event_id, tenant, type, reason, errors)
                VALUES (\(rejected)::uuid, 'default', 'a', 'invalid', '[{"pointer": "/a"}]')
                """
            )
            let detail = try #require(try await store.read(rejected, tenant: nil))
            #expect(detail.status == .rejected)
            #expect(detail.rejection?.reason == "invalid")
            #expect(detail.rejection?.errors == [["pointer": "/a"]])
        }
    }

    @Test func listsTheNewestFirstInPages() async throws {
        try await withDatabase { database in
            let store = EventStore(database: database.pool)
            var ids: [UUID] = []
            for age in stride(from: 50.0, through: 10, by: -10) { ids.append(try await database.event(age: age)) }
            let first = try await store.list(EventFilter(), ListRequest(limit: 2))
            #expect(first.items.map(\.id) == [ids[4], ids[3]])
            _ = try await database.event()
            let cursor = try Cursor(try #require(first.next).text, of: .events)
            let second = try await store.list(EventFilter(), ListRequest(limit: 3, cursor: cursor))
            #expect(second.items.map(\.id) == [ids[2], ids[1], ids[0]])
            #expect(second.next == nil)
        }
    }

    @Test func filters() async throws {
        try await withDatabase { database in
            let store = EventStore(database: database.pool)
            let old = try await database.event(type: "a", tenant: "acme", age: 3_600)
            let middle = try await database.event(type: "b", tenant: "acme", age: 1_800)
            let new = try await database.event(type: "a", tenant: "other", age: 60)
            func ids(_ filter: EventFilter) async throws -> [UUID] { try await store.list(filter).items.map(\.id) }
            func ago(_ seconds: Double) -> Date { Date(timeIntervalSinceNow: -seconds) }
            #expect(try await ids(EventFilter(tenant: "acme")) == [middle, old])
            #expect(try await ids(EventFilter(type: "a")) == [new, old])
            #expect(try await ids(EventFilter(tenant: "acme", type: "a")) == [old])
            #expect(try await ids(EventFilter(window: TimeWindow(since: ago(2_000)))) == [new, middle])
            #expect(try await ids(EventFilter(window: TimeWindow(until: ago(1_000)))) == [middle, old])
            #expect(try await ids(EventFilter(window: TimeWindow(since: ago(2_000), until: ago(1_000)))) == [middle])
            #expect(
                try await ids(EventFilter(window: TimeWindow(since: .distantPast, until: .distantFuture))).count == 3
            )
        }
    }

    /// The window's ends are those moments that an event's `created_at` shows.
    @Test func includesTheFirstMomentAndNotTheLast() async throws {
        try await withDatabase { database in
            let store = EventStore(database: database.pool)
            let id = try await database.event()
            let time = try #require(try await store.read(id, tenant: nil)).event.createdAt
            let from = try await store.list(EventFilter(window: TimeWindow(since: time)))
            let upTo = try await store.list(EventFilter(window: TimeWindow(until: time)))
            #expect(from.items.map(\.id) == [id])
            #expect(upTo.items.isEmpty)
        }
    }

    /// A page looks through a bounded number of events for a type, and goes on where it stopped.
    @Test func pagesThroughManyEventsOfOtherTypes() async throws {
        try await withDatabase { database in
            let store = EventStore(database: database.pool)
            let rare = try await database.event(type: "rare", age: 3_600)
            try await database.pool.execute(
                """
                INSERT INTO outbox.events (type, payload)
                SELECT 'common', '1' FROM generate_series(1, \(Limits.eventScan + 5)::int8)
                """
            )
            let first = try await store.list(EventFilter(type: "rare"))
            #expect(first.items.isEmpty)
            let next = try #require(first.next)
            let second = try await store.list(EventFilter(type: "rare"), ListRequest(cursor: next))
            #expect(second.items.map(\.id) == [rare])
            #expect(second.next == nil)
        }
    }
}
