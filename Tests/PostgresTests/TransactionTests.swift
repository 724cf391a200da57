import Postgres
import Synchronization
import TestKit
import Testing

struct TransactionTests {
    private struct Refusal: Error {}

    private func withTable(_ body: (TestDatabase) async throws -> Void) async throws {
        try await withDatabase(migrated: false) { database throws in
            try await database.run(script: "CREATE TABLE t (n int PRIMARY KEY)")
            try await body(database)
        }
    }

    @Test func whatReturnsIsCommitted() async throws {
        try await withTable { database throws in
            let answer = try await database.pool.withTransaction { transaction in
                try await transaction.execute("INSERT INTO t VALUES (1)")
                try await transaction.execute("INSERT INTO t VALUES (2)")
                return "done"
            }
            #expect(answer == "done")
            #expect(try await database.count("t") == 2)
        }
    }

    @Test func whatThrowsIsRolledBack() async throws {
        try await withTable { database throws in
            await #expect(throws: Refusal.self) {
                try await database.pool.withTransaction { transaction in
                    try await transaction.execute("INSERT INTO t VALUES (1)")
                    throw Refusal()
                }
            }
            #expect(try await database.count("t") == 0)
        }
    }

    @Test func anErrorOfAStatementIsTheTransactionsError() async throws {
        try await withTable { database throws in
            let error = await #expect(throws: PostgresError.self) {
                try await database.pool.withTransaction { transaction in
                    try await transaction.execute("INSERT INTO t VALUES (1)")
                    try await transaction.execute("INSERT INTO t VALUES (1)")
                }
            }
            #expect(error?.sqlState == "23505")
            #expect(try await database.count("t") == 0)
        }
    }

    @Test func aSwallowedErrorIsNoCommit() async throws {
        try await withTable { database throws in
            let error = await #expect(throws: PostgresError.self) {
                try await database.pool.withTransaction { transaction in
                    try await transaction.execute("INSERT INTO t VALUES (1)")
                    _ = try? await transaction.execute("SELECT 1/0")
                }
            }
            #expect(error?.code == .transactionAborted)
            #expect(try await database.count("t") == 0)
            #expect(try await database.query("SELECT 1").count == 1)
        }
    }

    @Test func aTransactionIsNotUsedAfterItsScope() async throws {
        try await withTable { database throws in
            let escaped = try await database.pool.withTransaction { $0 }
            let error = await #expect(throws: PostgresError.self) { try await escaped.query("SELECT 1") }
            #expect(error?.code == .transactionEnded)
        }
    }

    @Test func actionsRunAfterTheCommitAlone() async throws {
        try await withTable { database throws in
            let ran = Mutex<[String]>([])
            try await database.pool.withTransaction { transaction in
                transaction.afterCommit { ran.withLock { $0.append("committed") } }
                let before = ran.withLock { $0 }
                #expect(before.isEmpty)
            }
            _ = try? await database.pool.withTransaction { transaction in
                transaction.afterCommit { ran.withLock { $0.append("rolled back") } }
                throw Refusal()
            }
            _ = try? await database.pool.withTransaction { transaction in
                transaction.afterCommit { ran.withLock { $0.append("aborted") } }
                _ = try? await transaction.execute("SELECT 1/0")
            }
            let actions = ran.withLock { $0 }
            #expect(actions == ["committed"])
        }
    }

    @Test func aCancelledTransactionIsRolledBack() async throws {
        try await withTable { database throws in
            let task = Task {
                try await database.pool.withTransaction { transaction in
                    try await transaction.execute("INSERT INTO t VALUES (1)")
                    withUnsafeCurrentTask { $0?.cancel() }
                }
            }
            await #expect(throws: PostgresError.self) { try await task.value }
            #expect(try await database.count("t") == 0)
            try await eventually("no session is left in a transaction") {
                try await database.count(
                    "pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in transaction%'"
                ) == 0
            }
        }
    }

    @Test func aDeferredConstraintFailsTheCommit() async throws {
        try await withTable { database throws in
            try await database.run(
                script: "CREATE TABLE u (n int REFERENCES t DEFERRABLE INITIALLY DEFERRED)"
            )
            let error = await #expect(throws: PostgresError.self) {
                try await database.pool.withTransaction { try await $0.execute("INSERT INTO u VALUES (9)") }
            }
            #expect(error?.sqlState == "23503")
            #expect(try await database.count("u") == 0)
        }
    }

    @Test func othersSeeNothingBeforeTheCommit() async throws {
        try await withTable { database throws in
            try await database.pool.withTransaction { transaction in
                try await transaction.execute("INSERT INTO t VALUES (1)")
                #expect(try await database.count("t") == 0)
            }
            #expect(try await database.count("t") == 1)
        }
    }
}
