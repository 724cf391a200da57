import Postgres
import Synchronization
import TestKit
import Testing

struct ListenerTests {
    /// Counts the wakeups of a listener.
    private final class Bell: Sendable {
        private let count = Mutex(0)

        func ring() { count.withLock { $0 += 1 } }

        func wait(for rings: Int, line: Int = #line) async throws {
            try await eventually("ring \(rings)", line: line) { count.withLock { $0 } >= rings }
        }
    }

    /// Runs a listener beside the closure.
    private func withListener(_ body: (TestDatabase, Bell) async throws -> Void) async throws {
        try await withDatabase(migrated: false) { database in
            var configuration = database.configuration
            configuration.applicationName = "listener"
            let listener = PostgresListener(configuration, channel: "bell")
            let bell = Bell()
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { await listener.run { _ in } }
                group.addTask { for await _ in listener.wakeups { bell.ring() } }
                try await body(database, bell)
                group.cancelAll()
            }
        }
    }

    @Test func aNotificationWakes() async throws {
        try await withListener { database, bell in
            // The first one tells that it listens.
            for rings in 1...4 {
                try await bell.wait(for: rings)
                try await database.execute("NOTIFY bell")
            }
            try await bell.wait(for: 5)
        }
    }

    @Test func aLostConnectionWakesAndListensAgain() async throws {
        try await withListener { database, bell in
            try await bell.wait(for: 1)
            let ended = try await database.execute(
                """
                SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                WHERE application_name = 'listener' AND datname = current_database()
                """
            )
            #expect(ended == 1)
            try await bell.wait(for: 2)
            try await database.execute("NOTIFY bell")
            try await bell.wait(for: 3)
        }
    }

    @Test func theStreamEndsWithTheTask() async throws {
        try await withDatabase(migrated: false) { database in
            let listener = PostgresListener(database.configuration, channel: "bell")
            let task = Task { await listener.run { _ in } }
            task.cancel()
            await task.value
            for await _ in listener.wakeups {}
        }
    }
}
