import Foundation
import Postgres
import TestKit
import Testing

@testable import Outbox

struct PartitionTests {
    @Test func twoWeeksAreMadeAhead() async throws {
        try await withDatabase { database in
            for table in ["events", "attempts"] {
                let days =
                    try await database.query(
                        """
                        SELECT right(c.relname, 8) AS day FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
                        WHERE i.inhparent = \("outbox.\(table)")::text::regclass AND c.relname <> \("\(table)_default")::text
                        ORDER BY 1
                        """
                    )
                    .map { try $0.decode("day", as: String.self) }
                let expected =
                    try await database.query(
                        """
                        SELECT to_char((now() AT TIME ZONE 'UTC')::date + n, 'YYYYMMDD') AS day
                        FROM generate_series(0, 14) n ORDER BY 1
                        """
                    )
                    .map { try $0.decode("day", as: String.self) }
                #expect(days == expected)
            }
        }
    }

    @Test func aSecondCallMakesNothing() async throws {
        try await withDatabase { database in
            let made = [
                try await database.value("SELECT outbox.ensure_partitions()", as: Int.self),
                try await database.value("SELECT outbox.ensure_partitions(15)", as: Int.self),
                try await database.value("SELECT outbox.ensure_partitions(15)", as: Int.self),
            ]
            #expect(made == [0, 2, 0])
        }
    }

    @Test func concurrentCallsMakeEachOnce() async throws {
        try await withDatabase { database in
            let made = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<4 {
                    group.addTask { try await database.value("SELECT outbox.ensure_partitions(20)", as: Int.self) }
                }
                return try await group.reduce(0, +)
            }
            #expect(made == 12)
        }
    }

    @Test func aPartitionHasWhatItsTableHas() async throws {
        try await withDatabase { database in
            try await database.execute("SELECT outbox.ensure_partitions(15)")
            let without = try await database.count(
                """
                pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
                WHERE i.inhparent IN ('outbox.events'::regclass, 'outbox.attempts'::regclass)
                  AND (SELECT count(*) FROM pg_index x WHERE x.indrelid = c.oid)
                    <> (SELECT count(*) FROM pg_index x WHERE x.indrelid = i.inhparent)
                """
            )
            #expect(without == 0)
            let compressed = try await database.count(
                """
                pg_inherits i JOIN pg_attribute a ON a.attrelid = i.inhrelid AND a.attname = 'payload'
                WHERE i.inhparent = 'outbox.events'::regclass AND a.attcompression <> 'l'
                """
            )
            #expect(compressed == 0)
        }
    }

    @Test func rowsInTheDefaultPartitionStayThere() async throws {
        try await withDatabase { database in
            try await database.execute(
                "INSERT INTO outbox.events (id, type, payload) VALUES (outbox.uuid_v7(now() + interval '15 days'), 'a', '{}')"
            )
            #expect(try await database.value("SELECT outbox.ensure_partitions(16)", as: Int.self) == 3)
            #expect(try await database.count("outbox.events") == 1)
            #expect(try await database.count("outbox.events_default") == 1)
        }
    }

    @Test func anOpenTransactionThatEmittedIsNotWaitedFor() async throws {
        try await withDatabase { database in
            try await database.pool.withTransaction { transaction in
                _ = try await transaction.emit([NewEvent("1")])
                #expect(try await database.value("SELECT outbox.ensure_partitions(15)", as: Int.self) == 2)
                _ = try await database.emit([NewEvent("2")])
            }
            #expect(try await database.count("outbox.events") == 2)
        }
    }

    /// Whoever holds the table keeps it: what could not be made is made by the next call.
    @Test func aLockedTableIsLeftForTheNextCall() async throws {
        try await withDatabase { database in
            try await database.pool.withTransaction { transaction in
                try await transaction.execute("LOCK TABLE outbox.events IN SHARE MODE")
                try await DeliveryQueue(database: database.pool).ensurePartitions()
                #expect(try await database.value("SELECT outbox.ensure_partitions(15)", as: Int.self) == 1)
            }
            #expect(try await database.value("SELECT outbox.ensure_partitions(15)", as: Int.self) == 1)
        }
    }
}
