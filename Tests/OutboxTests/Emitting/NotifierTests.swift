import Foundation
import Postgres
import Synchronization
import TestKit
import Testing

@testable import Outbox

struct NotifierTests {
    private struct Refusal: Error {}

    /// Lends a notifier that runs, and a connection that listens.
    private func withChannel(
        on database: TestDatabase,
        _ body: (Notifier, PostgresConnection) async throws -> Void
    ) async throws {
        let notifier = Notifier(database.configuration, logger: .silent)
        let running = Task { try await notifier.run() }
        defer { running.cancel() }
        let listener = try await PostgresConnection.connect(database.configuration)
        _ = try await listener.run(script: "LISTEN \(Notifier.channel)")
        try await body(notifier, listener)
        await listener.close()
        running.cancel()
        _ = await running.result
    }

    @Test func aHintArrives() async throws {
        try await withDatabase { database in
            try await withChannel(on: database) { notifier, listener in
                notifier.hint()
                let hasArrived = try await listener.waitForNotification(upTo: .seconds(20))
                #expect(hasArrived)
            }
        }
    }

    @Test func anEmitterGivesAHint() async throws {
        try await withDatabase { database in
            try await withChannel(on: database) { notifier, listener in
                let emitter = EventEmitter(database: database.pool, notifier: notifier)
                let running = Task { try await emitter.run() }
                defer { running.cancel() }
                _ = try await emitter.emit(NewEvent("1"))
                #expect(try await listener.waitForNotification(upTo: .seconds(20)))
                _ = try await emitter.emitAll([NewEvent("1")])
                #expect(try await listener.waitForNotification(upTo: .seconds(20)))
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
