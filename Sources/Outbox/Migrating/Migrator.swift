import Crypto
import Foundation
package import Postgres
import Schema

/// Brings a database to this binary's schema, and tells whether it is there.
package struct Migrator: Sendable {
    private let database: PostgresPool

    package init(database: PostgresPool) {
        self.database = database
    }

    /// Applies what is missing, each step in a transaction of its own, and returns the names of the applied steps.
    ///
    /// An advisory lock lets one migrator run at a time; the others wait their turn and find nothing left to do. Throws
    /// ``SchemaError`` when the database was migrated by a newer release or with other files.
    package func migrate() async throws -> [String] {
        try await prepare()
        var applied: [String] = []
        while let step = try await applyNext() { applied.append(step) }
        // Partitions can't all be made while somebody holds a lock on the tables; a worker tries again.
        try await database.execute("SELECT outbox.ensure_partitions()")
        return applied
    }

    /// Throws ``SchemaError`` unless the database has exactly this binary's schema.
    package func check() async throws {
        let exists = try await database.query(
            "-- outbox.schema_exists\nSELECT to_regclass('outbox.migrations') IS NOT NULL AS exists"
        )
        guard try exists.first?.decode("exists", as: Bool.self) == true else {
            throw SchemaError.tooOld(found: 0, needed: Migration.all.count)
        }
        let found = try await Self.verify(on: database)
        guard found == Migration.all.count else { throw SchemaError.tooOld(found: found, needed: Migration.all.count) }
    }

    private func prepare() async throws {
        try await database.withTransaction { transaction in
            try await Self.lock(transaction)
            try await transaction.execute("CREATE SCHEMA IF NOT EXISTS outbox")
            try await transaction.execute(
                """
                -- outbox.create_migrations
                CREATE TABLE IF NOT EXISTS outbox.migrations (
                  version int PRIMARY KEY, name text NOT NULL, sha256 bytea NOT NULL,
                  applied_at timestamptz NOT NULL DEFAULT now())
                """
            )
        }
    }

    private func applyNext() async throws -> String? {
        try await database.withTransaction { transaction in
            try await Self.lock(transaction)
            let version = try await Self.verify(on: transaction)
            guard version < Migration.all.count else { return nil }
            let step = Migration.all[version]
            try await transaction.run(script: String(decoding: step.sql, as: UTF8.self))
            try await transaction.execute(
                """
                -- outbox.record_migration
                INSERT INTO outbox.migrations (version, name, sha256)
                VALUES (\(step.version)::int, \(step.name)::text, \(step.checksum)::bytea)
                """
            )
            return step.name
        }
    }

    /// One migrator at a time, until its transaction ends.
    private static func lock(_ transaction: Transaction) async throws {
        try await transaction.execute("SELECT pg_advisory_xact_lock(hashtext('outbox.migrate'))")
    }

    /// The version that the database is at, its steps being known to be this binary's.
    private static func verify(on database: some Queryable) async throws -> Int {
        let rows = try await database.query(
            "-- outbox.migrations\nSELECT version, name, sha256 FROM outbox.migrations ORDER BY version LIMIT 1000"
        )
        guard rows.count <= Migration.all.count else {
            throw SchemaError.tooNew(found: rows.count, known: Migration.all.count)
        }
        for (row, step) in zip(rows, Migration.all) {
            guard try row.decode("version") == step.version, try row.decode("sha256") == step.checksum else {
                throw SchemaError.edited(version: step.version, name: step.name)
            }
        }
        return rows.count
    }
}

extension Migration {
    /// SHA-256 of the file.
    var checksum: Bytea { Bytea(Array(SHA256.hash(data: sql))) }
}

/// Why a process refuses a database; each is one line with its remedy.
package enum SchemaError: Error, Equatable, CustomStringConvertible {
    case tooOld(found: Int, needed: Int)
    case tooNew(found: Int, known: Int)
    case edited(version: Int, name: String)

    package var description: String {
        switch self {
        case .tooOld(0, _):
            "the database has no outbox schema yet: run `postrider migrate`"
        case .tooOld(let found, let needed):
            "the database's schema is at version \(found), and this binary needs \(needed): run `postrider migrate`"
        case .tooNew(let found, let known):
            "the database's schema is at version \(found), and this binary knows \(known): run a newer release"
        case .edited(let version, let name):
            "migration \(version) (\(name)) was applied from another file than this binary's: run the release it came from"
        }
    }
}
