import Foundation
import Postgres
import TestKit
import Testing

@testable import Outbox

struct EmitTests {
    @Test func idsFollowTheOrderOfTheEvents() async throws {
        try await withDatabase { database in
            let events = (0..<500).map { NewEvent("\($0)") }
            let emitted = try await database.emit(events)
            #expect(emitted.map(\.id.bytes).sorted { $0.lexicographicallyPrecedes($1) } == emitted.map(\.id.bytes))
            let rows = try await database.query("SELECT payload::text AS payload FROM outbox.events ORDER BY id")
            #expect(try rows.map { try $0.decode("payload", as: String.self) } == (0..<500).map(String.init))
        }
    }

    @Test func nothingToEmitIsNoStatement() async throws {
        try await withDatabase { database in
            let emitted = try await database.emit([])
            #expect(emitted.isEmpty)
        }
    }

    @Test func everythingOfTheEventIsKept() async throws {
        try await withDatabase { database in
            let trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
            let event = NewEvent(type: "order.paid", tenant: "acme", payload: Array("{}".utf8), traceparent: trace)
            let id = try #require(try await database.emit([event]).first).id
            let row = try #require(
                try await database.query("SELECT * FROM outbox.events WHERE id = \(id)::uuid").first
            )
            #expect(try row.decode("type") == "order.paid")
            #expect(try row.decode("tenant") == "acme")
            #expect(try row.decode("traceparent") == trace)
            #expect(try row.decode("kind") == "event")
            #expect(try row.decode("checked") == true)
        }
    }

    /// `jsonb` would reorder keys, drop duplicates, and refuse the last ones.
    @Test(arguments: [
        "{\"b\":1,\"a\":2}", " { \"a\" : [ 1 , 2 ] }\n", "{\"a\":1,\"a\":2}", "1.50", "\"é\"", "\"\\u00e9\"", "null",
        "\"\\u0000\"", "\"\\ud800\"", "1e999999", "\"\u{1F600}\"",
    ])
    func theBytesAreKept(payload: String) async throws {
        try await withDatabase { database in
            let id = try #require(try await database.emit([NewEvent(payload)]).first).id
            #expect(try await database.payload(of: id) == Array(payload.utf8))
        }
    }

    @Test func theCreationTimeIsTheIDs() async throws {
        try await withDatabase { database in
            let before = try await database.value("SELECT clock_timestamp()", as: Date.self)
            let emitted = try await database.emit([NewEvent("1"), NewEvent("2")])
            let after = try await database.value("SELECT clock_timestamp()", as: Date.self)
            for event in emitted {
                let time = Double(event.id.milliseconds) / 1_000
                #expect(abs(event.createdAt.timeIntervalSince1970 - time) < 0.000_001)
                #expect(event.createdAt >= before.addingTimeInterval(-0.001))
                #expect(event.createdAt <= after)
                #expect(!event.isReplay)
            }
        }
    }

    @Test func whatRollsBackWasNeverThere() async throws {
        struct Refusal: Error {}
        try await withDatabase { database in
            await #expect(throws: Refusal.self) {
                try await database.pool.withTransaction { transaction in
                    _ = try await transaction.emit([NewEvent("1"), NewEvent("2")])
                    throw Refusal()
                }
            }
            let rows = try await database.count("outbox.events") + database.count("outbox.event_queue")
            #expect(rows == 0)
        }
    }

    @Test func eventsComeWithWhatTheyReport() async throws {
        try await withDatabase { database in
            try await database.run(script: "CREATE TABLE orders (n int)")
            try await database.pool.withTransaction { transaction in
                try await transaction.execute("INSERT INTO orders VALUES (1)")
                _ = try await transaction.emit([NewEvent("1")])
                #expect(try await database.count("outbox.events") == 0)
            }
            #expect(try await database.count("orders") == 1)
            #expect(try await database.count("outbox.events") == 1)
        }
    }

    @Test func oneBadEventOfATransactionFailsAll() async throws {
        try await withDatabase { database in
            let error = await #expect(throws: PostgresError.self) {
                try await database.emit([NewEvent("1"), NewEvent("{"), NewEvent("3")])
            }
            #expect(error?.isDataError == true)
            let rows = try await database.count("outbox.events")
            #expect(rows == 0)
        }
    }

    @Test func eventsLandInTheirDaysPartition() async throws {
        try await withDatabase { database in
            let id = try #require(try await database.emit([NewEvent("1")]).first).id
            let place: String = try await database.value(
                "SELECT tableoid::regclass::text FROM outbox.events WHERE id = \(id)::uuid"
            )
            let day: String = try await database.value(
                "SELECT to_char(outbox.uuid_time(\(id)::uuid) AT TIME ZONE 'UTC', 'YYYYMMDD')"
            )
            #expect(place == "outbox.events_\(day)")
        }
    }

    @Test(arguments: [-400, 400]) func withoutAPartitionTheyLandInTheDefaultOne(days: Int) async throws {
        try await withDatabase { database in
            let place: String = try await database.value(
                """
                INSERT INTO outbox.events (id, type, payload)
                VALUES (outbox.uuid_v7(now() + make_interval(days => \(days)::int8::int4)), 'a', '{}')
                RETURNING tableoid::regclass::text
                """
            )
            #expect(place == "outbox.events_default")
        }
    }
}
