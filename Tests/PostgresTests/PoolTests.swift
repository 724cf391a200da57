import Postgres
import TestKit
import Testing

struct PoolTests {
    private func withPool(
        size: Int,
        leaseTimeout: Duration = .seconds(30),
        _ body: (PostgresPool) async throws -> Void
    ) async throws {
        try await withDatabase(migrated: false) { database throws in
            let pool = PostgresPool(
                PostgresConfiguration(url: database.url, poolSize: size, leaseTimeout: leaseTimeout)
            )
            try await body(pool)
            await pool.close()
        }
    }

    /// Holds one connection of the pool while the closure runs.
    private func holdingConnection(of pool: PostgresPool, _ body: () async throws -> Void) async throws {
        try await pool.withConnection { connection in
            try await connection.execute("SELECT 1")
            try await body()
        }
    }

    @Test func connectionsAreUsedAgain() async throws {
        try await withPool(size: 4) { pool throws in
            var sessions: Set<Int> = []
            for _ in 0..<10 {
                sessions.insert(
                    try #require(try await pool.query("SELECT pg_backend_pid() AS pid").first).decode("pid")
                )
            }
            #expect(sessions.count == 1)
        }
    }

    @Test func aWaiterGetsTheConnectionThatIsGivenBack() async throws {
        try await withPool(size: 1) { pool throws in
            let waiter: Task<Int, any Error> = try await pool.withConnection { connection in
                try await connection.execute("SELECT 1")
                let waiter = Task { try await pool.query("SELECT 1").count }
                // Others may come before it, but nobody can be served before this closure ends.
                await Task.yield()
                return waiter
            }
            #expect(try await waiter.value == 1)
        }
    }

    @Test func aWaiterGivesUpAtItsDeadline() async throws {
        try await withPool(size: 1, leaseTimeout: .milliseconds(100)) { pool throws in
            try await holdingConnection(of: pool) {
                let error = await #expect(throws: PostgresError.self) { try await pool.query("SELECT 1") }
                #expect(error?.code == .poolExhausted)
                #expect(error?.isSafeToRepeat == true)
                #expect(error?.isTransient == true)
            }
            #expect(try await pool.query("SELECT 1").count == 1)
        }
    }

    @Test func aCancelledWaiterLeavesTheQueue() async throws {
        try await withPool(size: 1) { pool throws in
            try await holdingConnection(of: pool) {
                let waiter = Task { try await pool.query("SELECT 1") }
                waiter.cancel()
                let error = await #expect(throws: PostgresError.self) { try await waiter.value }
                #expect(error?.code == .cancelled)
            }
            #expect(try await pool.query("SELECT 1").count == 1)
        }
    }

    @Test func manyTasksShareFewConnections() async throws {
        try await withPool(size: 3) { pool throws in
            let counts = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<200 { group.addTask { try await pool.query("SELECT 1").count } }
                return try await group.reduce(0, +)
            }
            #expect(counts == 200)
        }
    }

    /// Cancels at every moment of a lease: what is counted as lent must come back, or the pool ends up empty.
    @Test func cancelledTasksLoseNoPlace() async throws {
        try await withPool(size: 2) { pool throws in
            var generator = SeededGenerator(seed: 7)
            for _ in 0..<30 {
                let tasks = (0..<8).map { _ in Task { try await pool.query("SELECT pg_sleep(0.005)") } }
                for task in tasks where Bool.random(using: &generator) {
                    for _ in 0..<Int.random(in: 0...20, using: &generator) { await Task.yield() }
                    task.cancel()
                }
                for task in tasks { _ = await task.result }
            }
            try await holdingConnection(of: pool) {
                let rows = try await pool.query("SELECT 1")
                #expect(rows.count == 1)
            }
        }
    }

    @Test func aClosedPoolRefusesAndFailsItsWaiters() async throws {
        try await withPool(size: 1) { pool throws in
            let waiter: Task<Rows, any Error> = try await pool.withConnection { connection in
                try await connection.execute("SELECT 1")
                let waiter = Task { try await pool.query("SELECT 1") }
                await Task.yield()
                await pool.close()
                return waiter
            }
            let first = await #expect(throws: PostgresError.self) { try await waiter.value }
            #expect(first?.code == .poolClosed)
            let second = await #expect(throws: PostgresError.self) { try await pool.query("SELECT 1") }
            #expect(second?.code == .poolClosed)
        }
    }

    @Test func aConnectionLeftInATransactionIsNotLentAgain() async throws {
        try await withPool(size: 1) { pool throws in
            let session: Int = try await pool.withConnection { connection in
                try await connection.execute("BEGIN")
                return try #require(try await connection.query("SELECT pg_backend_pid() AS pid").first).decode("pid")
            }
            #expect(try await pool.query("SELECT pg_backend_pid() AS pid").first?.decode("pid") != session)
        }
    }
}
