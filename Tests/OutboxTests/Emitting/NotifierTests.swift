import Foundation
import Postgres
import Synchronization
import TestKit
import Testing

@testable import Outbox

struct NotifierTests {
    private struct Refusal: Error {}

    /// Lends a listener that has connected, and a notifier that runs.
    private func withChannel(
        on database: TestDatabase,
        _ body: (Notifier, inout AsyncStream<Void>.Iterator) async throws -> Void
    ) async throws {
        let notifier = Notifier(database.configuration, logger: .silent)
        let listener = PostgresListener(database.configuration, channel: Notifier.channel)
        let tasks = [Task { try await notifier.run() }, Task { await listener.run { _ in } }]
        defer { for task in tasks { task.cancel() } }
        var wakeups = listener.wakeups.makeAsyncIterator()
        // The first one says that it listens.
        await wakeups.next()
        try await body(notifier, &wakeups)
        for task in tasks {
            task.cancel()
            _ = await task.result
        }
    }

    @Test(.timeLimit(.minutes(1))) func aHintArrives() async throws {
        try await withDatabase { database in
            try await withChannel(on: database) { notifier, wakeups in
                notifier.hint()
                #expect(await wakeups.next() != nil)
            }
        }
    }

    @Test(.timeLimit(.minutes(1))) func anEmitterGivesAHint() async throws {
        try await withDatabase { database in
            try await withChannel(on: database) { notifier, wakeups in
                let emitter = EventEmitter(database: database.pool, notifier: notifier)
                let running = Task { try await emitter.run() }
                defer { running.cancel() }
                _ = try await emitter.emit(NewEvent("1"))
                #expect(await wakeups.next() != nil)
                _ = try await emitter.emitAll([NewEvent("1")])
                #expect(await wakeups.next() != nil)
            }
        }
    }

    @Test func aTransactionGivesItsHintAfterItsCommitOnly() async throws {
        try await withDatabase { database in
            let hints = Mutex(0)
            try await database.pool.withTransaction { transaction in
                _ = try await transaction.emit([NewEvent("1")])
                transaction.afterCommit { hints.withLock { $0 += 1 } }
                #expect(hints.withLock(\.self) == 0)
            }
            #expect(hints.withLock(\.self) == 1)
            await #expect(throws: Refusal.self) {
                try await database.pool.withTransaction { transaction in
                    _ = try await transaction.emit([NewEvent("2")])
                    transaction.afterCommit { hints.withLock { $0 += 1 } }
                    throw Refusal()
                }
            }
            await #expect(throws: PostgresError.self) {
                try await database.pool.withTransaction { transaction in
                    transaction.afterCommit { hints.withLock { $0 += 1 } }
                    _ = try? await transaction.emit([NewEvent("{")])
                }
            }
            #expect(hints.withLock(\.self) == 1)
            #expect(try await database.count("outbox.events") == 1)
        }
    }
}
