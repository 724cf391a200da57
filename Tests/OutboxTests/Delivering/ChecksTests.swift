import Foundation
import Postgres
import TestKit
import Testing

@testable import Outbox

struct ChecksTests {
    private static let buckets = DispatchBucket.all.map(\.bucket)

    private func emit(_ type: String, _ payload: String, tenant: String = "default", on database: TestDatabase)
        async throws -> UUID
    {
        try await database.value("SELECT outbox.emit(\(type)::text, \(payload)::text::json, \(tenant)::text)")
    }

    @Test func findsWhatPlainSQLWroteTheOldestFirst() async throws {
        try await withDatabase { database in
            var events: [UUID] = []
            for n in 0..<5 { events.append(try await emit("type.\(n)", "{\"n\": \(n)}", on: database)) }
            _ = try await database.record("checked")
            let found = try await database.queue.unchecked(in: Self.buckets)
            #expect(found.map(\.id) == events)
            #expect(found.map(\.type) == (0..<5).map { "type.\($0)" })
            #expect(found[3].payload == Array("{\"n\": 3}".utf8))
            #expect(try await database.queue.unchecked(in: Self.buckets, limit: 2).map(\.id) == Array(events.prefix(2)))
        }
    }

    @Test func looksAtTheBucketsThatAreNamed() async throws {
        try await withDatabase { database in
            let event = try await emit("a", "{}", on: database)
            let bucket: Int16 = try await database.value("SELECT outbox.bucket('default')")
            #expect(try await database.queue.unchecked(in: [bucket]).map(\.id) == [event])
            #expect(try await database.queue.unchecked(in: [(bucket + 1) % 256]).isEmpty)
            #expect(try await database.queue.unchecked(in: []).isEmpty)
        }
    }

    @Test func whatPassesIsDispatchedAndTheRestIsRejected() async throws {
        try await withDatabase { database in
            let worker = try await database.register()
            let subscription = try await database.subscribe()
            let good = try await emit("a", "{}", on: database)
            let bad = try await emit("b", "1", tenant: "acme", on: database)
            let found = try await database.queue.unchecked(in: Self.buckets)
            let errors = JSONText(Array("[{\"message\":\"no\"}]".utf8))
            try await database.queue.settleChecks(
                passed: found.filter { $0.id == good },
                rejected: found.filter { $0.id == bad }.map { Rejection(event: $0, reason: .invalid, errors: errors) },
                by: worker
            )
            #expect(try await database.dispatchAll(to: worker).events == 1)
            #expect(try await database.live(good, subscription) != nil)
            let row = try #require(try await database.query("SELECT * FROM outbox.rejected_events").first)
            #expect(try row.decode("event_id") == bad)
            #expect(try row.decode("tenant") == "acme")
            #expect(try row.decode("type") == "b")
            #expect(try row.decode("reason") == "invalid")
            #expect(try row.decode("errors", as: JSONText.self).bytes == errors.bytes)
            #expect(try await database.count("outbox.event_queue") == 0)
            #expect(try await database.count("outbox.events") == 2)
        }
    }

    @Test(arguments: [true, false]) func aRejectionThatIsRepeatedIsTheLastOne(isReplayed: Bool) async throws {
        try await withDatabase { database in
            let worker = try await database.register()
            let event = try await emit("a", "{}", on: database)
            let found = try await database.queue.unchecked(in: Self.buckets)
            func reject(_ reason: RejectionReason) async throws {
                let rejection = Rejection(event: found[0], reason: reason, errors: JSONText(Array("[]".utf8)))
                try await database.queue.settleChecks(passed: [], rejected: [rejection], by: worker)
            }
            try await reject(.undeclared)
            if isReplayed {
                try await database.execute(
                    """
                    INSERT INTO outbox.event_queue (bucket, event_id, tenant, type, checked)
                    VALUES (outbox.bucket('default'), \(event)::uuid, 'default', 'a', false)
                    """
                )
            }
            try await reject(.invalid)
            let reason: String = try await database.value("SELECT reason FROM outbox.rejected_events")
            #expect(reason == (isReplayed ? "invalid" : "undeclared"))
        }
    }

    @Test func aStoppedWorkerSettlesNothing() async throws {
        try await withDatabase { database in
            let worker = try await database.register()
            _ = try await emit("a", "{}", on: database)
            _ = try await emit("b", "{}", on: database)
            let found = try await database.queue.unchecked(in: Self.buckets)
            try await database.queue.stop(worker)
            try await database.queue.settleChecks(
                passed: [found[0]],
                rejected: [Rejection(event: found[1], reason: .undeclared, errors: JSONText(Array("[]".utf8)))],
                by: worker
            )
            #expect(try await database.count("outbox.event_queue WHERE NOT checked") == 2)
            #expect(try await database.count("outbox.rejected_events") == 0)
        }
    }

    @Test func settlingNothingIsNoError() async throws {
        try await withDatabase { database in
            let worker = try await database.register()
            try await database.queue.settleChecks(passed: [], rejected: [], by: worker)
        }
    }
}
