import Foundation
import Postgres
import TestKit
import Testing

@testable import Outbox

struct PruneTests {
    private static let month: Duration = .seconds(30 * 86_400)

    /// Makes the partitions of a day, so many days ago.
    private func makePartitions(daysAgo: Int, on database: TestDatabase) async throws {
        try await database.execute(
            """
            DO $$ DECLARE day date := (now() AT TIME ZONE 'UTC')::date - \(unsafe: String(daysAgo)); t text; BEGIN
              FOREACH t IN ARRAY ARRAY['events', 'attempts'] LOOP
                EXECUTE format('CREATE TABLE outbox.%I PARTITION OF outbox.%I FOR VALUES FROM (%L) TO (%L)',
                  t || to_char(day, '_YYYYMMDD'), t, outbox.uuid_floor(day::timestamp AT TIME ZONE 'UTC'),
                  outbox.uuid_floor((day + 1)::timestamp AT TIME ZONE 'UTC'));
              END LOOP; END $$
            """
        )
    }

    /// Records an event at noon of a day, so many days ago, with all that may hang on one but a delivery.
    private func event(
        daysAgo: Int,
        for subscription: TestSubscription,
        on database: TestDatabase
    ) async throws -> UUID {
        let event: UUID = try await database.value(
            """
            INSERT INTO outbox.events (id, type, payload, checked) VALUES (outbox.uuid_v7(
              ((now() AT TIME ZONE 'UTC')::date - \(daysAgo)::int8::int4)::timestamp AT TIME ZONE 'UTC' + interval '12 hours'),
              'a', '{}', true) RETURNING id
            """
        )
        try await database.execute("DELETE FROM outbox.event_queue WHERE event_id = \(event)::uuid")
        try await database.attempt(1, of: event, to: subscription.id, .dead)
        try await database.deadLetter(of: event, to: subscription.id, attempts: 1)
        try await database.execute(
            """
            INSERT INTO outbox.rejected_events (event_id, tenant, type, reason, errors)
            VALUES (\(event)::uuid, 'default', 'a', 'invalid', '[]')
            """
        )
        try await database.execute(
            """
            INSERT INTO outbox.idempotency_keys (tenant, key, event_id, body_hash)
            VALUES ('default', \(event.uuidString)::text, \(event)::uuid, '')
            """
        )
        return event
    }

    /// How many of the five tables have something of the event.
    private func traces(of event: UUID, on database: TestDatabase) async throws -> Int {
        try await database.value(
            """
            SELECT (SELECT count(*) FROM outbox.events WHERE id = \(event)::uuid)
              + (SELECT count(*) FROM outbox.attempts WHERE event_id = \(event)::uuid)
              + (SELECT count(*) FROM outbox.dead_letters WHERE event_id = \(event)::uuid)
              + (SELECT count(*) FROM outbox.rejected_events WHERE event_id = \(event)::uuid)
              + (SELECT count(*) FROM outbox.idempotency_keys WHERE event_id = \(event)::uuid)
            """
        )
    }

    private func prune(_ database: TestDatabase, retention: Duration = month) async throws -> [String] {
        var steps: [String] = []
        while let step = try await database.queue.prune(retention: retention) { steps.append(step) }
        return steps
    }

    private func partitions(_ database: TestDatabase) async throws -> Int {
        try await database.count(
            "pg_inherits WHERE inhparent IN ('outbox.events'::regclass, 'outbox.attempts'::regclass)"
        )
    }

    @Test func nothingIsOldInANewDatabase() async throws {
        try await withDatabase { database in
            let before = try await partitions(database)
            #expect(try await prune(database).isEmpty)
            #expect(try await partitions(database) == before)
        }
    }

    @Test func dropsADayWithAllThatHangsOnIt() async throws {
        try await withDatabase { database in
            let subscription = try await database.subscribe()
            let before = try await partitions(database)
            try await makePartitions(daysAgo: 40, on: database)
            let old = try await event(daysAgo: 40, for: subscription, on: database)
            let young = try await event(daysAgo: 0, for: subscription, on: database)
            let steps = try await prune(database)
            #expect(steps.count == 4)
            #expect(steps.last?.hasPrefix("partitions of ") == true)
            #expect(try await traces(of: old, on: database) == 0)
            #expect(try await traces(of: young, on: database) == 5)
            #expect(try await partitions(database) == before)
        }
    }

    /// A day that is old in parts stays as a whole.
    @Test(arguments: [(30, 2), (31, 1), (32, 0)]) func dropsWholeDays(retention: Int, dropped: Int) async throws {
        try await withDatabase { database in
            let before = try await partitions(database)
            for day in [31, 32] { try await makePartitions(daysAgo: day, on: database) }
            let steps = try await prune(database, retention: .seconds(retention * 86_400))
            #expect(steps.count == dropped)
            #expect(try await partitions(database) == before + 2 * (2 - dropped))
        }
    }

    @Test(arguments: ["deliveries", "event_queue"]) func aDayWithSomethingLiveStays(table: String) async throws {
        try await withDatabase { database in
            let subscription = try await database.subscribe()
            for day in [40, 41, 42] { try await makePartitions(daysAgo: day, on: database) }
            let newest = try await event(daysAgo: 40, for: subscription, on: database)
            let middle = try await event(daysAgo: 41, for: subscription, on: database)
            let other = try await event(daysAgo: 41, for: subscription, on: database)
            let oldest = try await event(daysAgo: 42, for: subscription, on: database)
            if table == "deliveries" {
                let second = try await database.subscribe()
                try await database.delivery(of: middle, to: second.id)
            } else {
                try await database.execute(
                    """
                    INSERT INTO outbox.event_queue (bucket, event_id, tenant, type, checked)
                    VALUES (0, \(middle)::uuid, 'default', 'a', true)
                    """
                )
            }
            _ = try await prune(database)
            #expect(try await traces(of: newest, on: database) == 0)
            #expect(try await traces(of: oldest, on: database) == 0)
            #expect(try await traces(of: middle, on: database) == 5)
            #expect(try await traces(of: other, on: database) == 5)
            try await database.execute("DELETE FROM outbox.deliveries")
            try await database.execute("DELETE FROM outbox.event_queue")
            _ = try await prune(database)
            #expect(try await traces(of: middle, on: database) == 0)
        }
    }

    /// Events of a day without a partition, as an import may bring them.
    @Test func theDefaultPartitionIsPrunedByRows() async throws {
        try await withDatabase { database in
            let subscription = try await database.subscribe()
            let second = try await database.subscribe()
            let old = try await event(daysAgo: 40, for: subscription, on: database)
            let live = try await event(daysAgo: 40, for: subscription, on: database)
            let young = try await event(daysAgo: 20, for: subscription, on: database)
            try await database.delivery(of: live, to: second.id)
            _ = try await prune(database)
            #expect(try await traces(of: old, on: database) == 0)
            #expect(try await traces(of: live, on: database) == 5)
            #expect(try await traces(of: young, on: database) == 5)
        }
    }

    @Test func aLockThatCannotBeHadIsAnError() async throws {
        try await withDatabase { database in
            try await makePartitions(daysAgo: 40, on: database)
            try await database.pool.withTransaction { transaction in
                _ = try await transaction.emit([NewEvent("1")])
                let error = await #expect(throws: PostgresError.self) {
                    try await database.queue.prune(retention: Self.month)
                }
                #expect(error?.sqlState == "55P03")
                // Emits went on meanwhile and go on now.
                _ = try await database.emit([NewEvent("2")])
            }
            #expect(try await prune(database).count == 1)
        }
    }

    @Test func lessThanADayIsRefused() async throws {
        try await withDatabase { database in
            let error = await #expect(throws: PostgresError.self) {
                try await database.queue.prune(retention: .seconds(86_399))
            }
            #expect(error?.sqlState == "22023")
            let steps = try await prune(database, retention: .seconds(86_400))
            #expect(steps.isEmpty)
        }
    }
}
