import Postgres
import TestKit
import Testing

struct ListenerTests {
    /// Runs a listener beside the closure.
    private func withListener(
        of database: TestDatabase,
        _ body: (inout AsyncStream<Void>.Iterator) async throws -> Void
    ) async throws {
        var configuration = database.configuration
        configuration.applicationName = "listener"
        let listener = PostgresListener(configuration, channel: "bell")
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await listener.run { _ in } }
            var wakeups = listener.wakeups.makeAsyncIterator()
            try await body(&wakeups)
            group.cancelAll()
        }
    }

    @Test(.timeLimit(.minutes(1))) func aNotificationWakes() async throws {
        try await withDatabase(migrated: false) { database in
            try await withListener(of: database) { wakeups in
                // The first one tells that it listens.
                #expect(await wakeups.next() != nil)
                for _ in 0..<3 {
                    try await database.execute("NOTIFY bell")
                    #expect(await wakeups.next() != nil)
                }
            }
        }
    }

    @Test(.timeLimit(.minutes(1))) func aLostConnectionWakesAndListensAgain() async throws {
        try await withDatabase(migrated: false) { database in
            try await withListener(of: database) { wakeups in
                #expect(await wakeups.next() != nil)
                let ended = try await database.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'listener'"
                )
                #expect(ended == 1)
                #expect(await wakeups.next() != nil)
                try await database.execute("NOTIFY bell")
                #expect(await wakeups.next() != nil)
            }
        }
    }

    @Test(.timeLimit(.minutes(1))) func theStreamEndsWithTheTask() async throws {
        try await withDatabase(migrated: false) { database in
            let listener = PostgresListener(database.configuration, channel: "bell")
            let task = Task { await listener.run { _ in } }
            var wakeups = listener.wakeups.makeAsyncIterator()
            #expect(await wakeups.next() != nil)
            task.cancel()
            #expect(await wakeups.next() == nil)
            await task.value
        }
    }
}
