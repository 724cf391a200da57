import Postgres
import Schema
import TestKit
import Testing

@testable import Outbox

struct MigratorTests {
    private static let names = Migration.all.map(\.name)
    private static let count = Migration.all.count

    @Test func stepsAreNumberedInOrder() {
        #expect(Migration.all.map(\.version) == Array(1...Self.count))
        #expect(Set(Self.names).count == Self.count)
        #expect(Migration.all.allSatisfy { !$0.sql.isEmpty })
    }

    @Test func aSecondRunDoesNothing() async throws {
        try await withDatabase(migrated: false) { database in
            let migrator = Migrator(database: database.pool)
            #expect(try await migrator.migrate() == Self.names)
            try await migrator.check()
            let before = try await database.history()
            #expect(try await migrator.migrate().isEmpty)
            #expect(try await database.history() == before)
            #expect(before.count == Self.count)
        }
    }

    @Test func concurrentRunsApplyEachStepOnce() async throws {
        try await withDatabase(migrated: false) { database in
            let applied = try await withThrowingTaskGroup(of: [String].self) { group in
                for _ in 0..<4 { group.addTask { try await Migrator(database: database.pool).migrate() } }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(applied.sorted() == Self.names.sorted())
            try await Migrator(database: database.pool).check()
        }
    }

    @Test func anEmptyDatabaseIsTooOld() async throws {
        try await withDatabase(migrated: false) { database in
            let error = await #expect(throws: SchemaError.self) {
                try await Migrator(database: database.pool).check()
            }
            #expect(error == .tooOld(found: 0, needed: Self.count))
            #expect(error?.description.contains("postrider migrate") == true)
        }
    }

    @Test func aStepThatIsMissingIsApplied() async throws {
        try await withDatabase { database in
            try await database.run(
                script: """
                    DELETE FROM outbox.migrations WHERE version = \(Self.count);
                    DROP VIEW outbox.subscription_health, outbox.backlog, outbox.invariant_violations,
                      outbox.event_status, outbox.delivery_status;
                    """
            )
            let migrator = Migrator(database: database.pool)
            await #expect(throws: SchemaError.tooOld(found: Self.count - 1, needed: Self.count)) {
                try await migrator.check()
            }
            #expect(try await migrator.migrate() == [Self.names[Self.count - 1]])
            try await migrator.check()
        }
    }

    @Test func aNewerDatabaseIsRefused() async throws {
        try await withDatabase { database in
            try await database.execute(
                """
                INSERT INTO outbox.migrations (version, name, sha256)
                VALUES (\(Self.count + 1)::int8::int4, 'future', '\\x00')
                """
            )
            let migrator = Migrator(database: database.pool)
            let refusal = SchemaError.tooNew(found: Self.count + 1, known: Self.count)
            await #expect(throws: refusal) { try await migrator.check() }
            await #expect(throws: refusal) { try await migrator.migrate() }
        }
    }

    @Test func anEditedStepIsRefused() async throws {
        try await withDatabase { database in
            try await database.execute("UPDATE outbox.migrations SET sha256 = '\\x00' WHERE version = 3")
            let migrator = Migrator(database: database.pool)
            let refusal = SchemaError.edited(version: 3, name: Self.names[2])
            await #expect(throws: refusal) { try await migrator.check() }
            await #expect(throws: refusal) { try await migrator.migrate() }
        }
    }

    @Test func aGapInTheHistoryIsRefused() async throws {
        try await withDatabase { database in
            try await database.execute("DELETE FROM outbox.migrations WHERE version = 2")
            let migrator = Migrator(database: database.pool)
            await #expect(throws: SchemaError.edited(version: 2, name: Self.names[1])) { try await migrator.check() }
        }
    }

    /// What failed is undone, what came before stays, and the next run goes on from there.
    @Test func aStepThatFailsIsAppliedByTheNextRun() async throws {
        try await withDatabase(migrated: false) { database in
            try await database.run(script: "CREATE SCHEMA outbox; CREATE TABLE outbox.bucket_leases ()")
            let migrator = Migrator(database: database.pool)
            let error = await #expect(throws: PostgresError.self) { try await migrator.migrate() }
            #expect(error?.sqlState == "42P07")
            let applied = try await database.history()
            #expect(!applied.isEmpty && applied.count < Self.count)
            #expect(try await database.value("SELECT to_regclass('outbox.workers') IS NULL"))
            try await database.run(script: "DROP TABLE outbox.bucket_leases")
            #expect(try await migrator.migrate() == Array(Self.names.dropFirst(applied.count)))
            try await migrator.check()
        }
    }
}

extension TestDatabase {
    /// The steps that were applied, with when.
    fileprivate func history() async throws -> [String] {
        try await query(
            "SELECT version || ' ' || name || ' ' || applied_at AS step FROM outbox.migrations ORDER BY version"
        )
        .map { try $0.decode("step", as: String.self) }
    }
}
