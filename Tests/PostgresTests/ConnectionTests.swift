import Glibc
import Postgres
import TestKit
import Testing

struct ConnectionTests {
    /// The one session of the database that runs a statement with this name.
    private func sleeper(_ database: TestDatabase, _ name: String) async throws -> Int {
        try await eventuallyValue("a session in \(name)") {
            try await database
                .query(
                    """
                    SELECT pid FROM pg_stat_activity
                    WHERE datname = current_database() AND state = 'active' AND starts_with(query, \("-- \(name)")::text)
                    """
                )
                .first?
                .decode("pid", as: Int.self)
        }
    }

    private func isAlive(_ database: TestDatabase, _ session: Int) async throws -> Bool {
        try await database.value("SELECT EXISTS (SELECT FROM pg_stat_activity WHERE pid = \(session)::int4)")
    }

    @Test func cancellingEndsTheStatementOnTheServer() async throws {
        try await withDatabase(migrated: false) { database throws in
            let task = Task { try await database.query("-- test.cancel\nSELECT pg_sleep(600)") }
            let session = try await sleeper(database, "test.cancel")
            let start = ContinuousClock.now
            task.cancel()
            let error = await #expect(throws: PostgresError.self) { try await task.value }
            #expect(error?.code == .cancelled)
            #expect(ContinuousClock.now - start < .seconds(2))
            try await eventually("the session is gone") { try await !isAlive(database, session) }
            #expect(try await database.value("SELECT 1", as: Int.self) == 1)
        }
    }

    @Test func aCancelledTaskSendsNothing() async throws {
        try await withDatabase(migrated: false) { database throws in
            try await database.run(script: "CREATE TABLE t (n int)")
            let task = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                return try await database.execute("INSERT INTO t VALUES (1)")
            }
            let error = await #expect(throws: PostgresError.self) { try await task.value }
            #expect(error?.code == .cancelled)
            #expect(try await database.count("t") == 0)
        }
    }

    @Test func theServerEndsAStatementAtItsTimeout() async throws {
        try await withDatabase(migrated: false) { database throws in
            var configuration = database.configuration
            configuration.statementTimeout = .milliseconds(100)
            let pool = PostgresPool(configuration)
            let error = await #expect(throws: PostgresError.self) { try await pool.query("SELECT pg_sleep(600)") }
            #expect(error?.sqlState == "57014")
            #expect(error?.isTransient == true)
            await pool.close()
        }
    }

    @Test func theClientGivesUpOnAServerThatDoesNotAnswer() async throws {
        try await withDatabase(migrated: false) { database throws in
            var configuration = database.configuration
            configuration.statementTimeout = .milliseconds(100)
            let connection = try await PostgresConnection.connect(configuration)
            try await connection.execute("SET statement_timeout = 0")
            let start = ContinuousClock.now
            let error = await #expect(throws: PostgresError.self) {
                try await connection.query("-- test.deadline\nSELECT pg_sleep(600)")
            }
            #expect(error?.code == .deadlineExceeded)
            #expect(ContinuousClock.now - start >= PostgresConfiguration.clientGrace)
            try await eventually("the statement is cancelled on the server") {
                try await database.count("pg_stat_activity WHERE starts_with(query, '-- test.deadline')") == 0
            }
        }
    }

    @Test func blockedConnectionsHoldUpNobodyElse() async throws {
        try await withDatabase(migrated: false, poolSize: 14) { database throws in
            let sleepers = (0..<12)
                .map { _ in
                    Task { try await database.query("-- test.blocked\nSELECT pg_sleep(600)") }
                }
            try await eventually("12 sessions are asleep") {
                try await database.count("pg_stat_activity WHERE starts_with(query, '-- test.blocked')") == 12
            }
            // More tasks than the machine has threads: none of them runs if the sleepers hold the threads.
            let sum = await withTaskGroup(of: Int.self) { group in
                for number in 1...100 {
                    group.addTask {
                        await Task.yield()
                        return number
                    }
                }
                return await group.reduce(0, +)
            }
            #expect(sum == 5050)
            for sleeper in sleepers { sleeper.cancel() }
            for sleeper in sleepers { await #expect(throws: PostgresError.self) { try await sleeper.value } }
        }
    }

    @Test func aTaskThatIsCancelledInTheQueueLeavesTheOneBeforeItAlone() async throws {
        try await withDatabase(migrated: false) { database throws in
            let connection = try await PostgresConnection.connect(database.configuration)
            let first = Task { try await connection.query("-- test.first\nSELECT pg_sleep(0.5), 1 AS one") }
            _ = try await sleeper(database, "test.first")
            let second = Task { try await connection.query("SELECT 2") }
            second.cancel()
            #expect(try await first.value.first?.decode("one", as: Int.self) == 1)
            let error = await #expect(throws: PostgresError.self) { try await second.value }
            #expect(error?.code == .cancelled)
        }
    }

    @Test func aPlanThatAMigrationOutdatedIsMadeAgain() async throws {
        try await withDatabase(migrated: false) { database throws in
            try await database.run(script: "CREATE TABLE t (a int); INSERT INTO t VALUES (1)")
            let connection = try await PostgresConnection.connect(database.configuration)
            for column in ["b", "c", "d"] {
                #expect(try await connection.query("SELECT * FROM t").count == 1)
                try await database.run(script: "ALTER TABLE t ADD \(column) int DEFAULT 7")
                let row = try #require(try await connection.query("SELECT * FROM t").first)
                #expect(try row.decode(column, as: Int.self) == 7)
            }
        }
    }

    @Test func aTransactionMeetsAnOutdatedPlanOnce() async throws {
        try await withDatabase(migrated: false, poolSize: 1) { database throws in
            try await database.run(script: "CREATE TABLE t (a int); INSERT INTO t VALUES (1)")
            func read() async throws -> Int {
                try await database.pool.withTransaction { try await $0.query("SELECT * FROM t").count }
            }
            #expect(try await read() == 1)
            try await database.run(script: "ALTER TABLE t ADD b int")
            let error = await #expect(throws: PostgresError.self) { try await read() }
            #expect(error?.sqlState == "0A000")
            #expect(try await read() == 1)
        }
    }

    @Test func aPlanThatWasDroppedIsMadeAgain() async throws {
        try await withDatabase(migrated: false) { database throws in
            let connection = try await PostgresConnection.connect(database.configuration)
            #expect(try await connection.query("SELECT \(1)::int8 AS n").first?.decode("n") == 1)
            _ = try await connection.run(script: "DISCARD ALL")
            #expect(try await connection.query("SELECT \(2)::int8 AS n").first?.decode("n") == 2)
        }
    }

    @Test func moreStatementsThanAreKeptPrepared() async throws {
        try await withDatabase(migrated: false) { database throws in
            let connection = try await PostgresConnection.connect(database.configuration)
            for number in 0..<300 {
                #expect(
                    try await connection.query("SELECT \(unsafe: String(number)) AS n").first?.decode("n") == number
                )
            }
            let kept: Int? = try await connection.query("SELECT count(*) AS n FROM pg_prepared_statements").first?
                .decode("n")
            #expect(kept == 256)
        }
    }

    @Test func sameTextWithOtherTypesIsAnotherPlan() async throws {
        try await withDatabase(migrated: false) { database throws in
            let connection = try await PostgresConnection.connect(database.configuration)
            #expect(try await connection.query(Statement("SELECT $1 AS v", [1])).first?.decode("v") == 1)
            #expect(try await connection.query(Statement("SELECT $1 AS v", ["one"])).first?.decode("v") == "one")
        }
    }

    @Test func sessionsHaveTheBoundsOfTheConfiguration() async throws {
        try await withDatabase(migrated: false) { database throws in
            var configuration = database.configuration
            configuration.statementTimeout = .seconds(3)
            configuration.lockTimeout = .milliseconds(1500)
            configuration.idleInTransactionTimeout = .seconds(7)
            configuration.applicationName = "bounds"
            let connection = try await PostgresConnection.connect(configuration)
            for (name, value) in [
                ("statement_timeout", "3s"), ("lock_timeout", "1500ms"), ("application_name", "bounds"),
                ("idle_in_transaction_session_timeout", "7s"), ("TimeZone", "UTC"), ("client_encoding", "UTF8"),
            ] {
                let found: String? = try await connection.query("SELECT current_setting(\(name)::text) AS v").first?
                    .decode("v")
                #expect(found == value, "\(name)")
            }
        }
    }
}
