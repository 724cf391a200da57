import Foundation
import JSONSchema
import Postgres
import Synchronization
import TestKit
import Testing

@testable import Outbox

struct CatalogueTests {
    /// A database whose statements are counted, and which can be taken away or held up.
    private final class Watched: Queryable {
        private let database: PostgresPool
        let reads = Mutex(0)
        let isAway = Mutex(false)
        /// Called before the first statement of each read.
        let gate: @Sendable () async -> Void

        init(_ database: PostgresPool, gate: @escaping @Sendable () async -> Void = {}) {
            self.database = database
            self.gate = gate
        }

        func query(_ statement: Statement) async throws -> Rows {
            if statement.sql.hasPrefix("-- outbox.catalogue\n") {
                reads.withLock { $0 += 1 }
                await gate()
            }
            if isAway.withLock({ $0 }) { throw PostgresError(.connectFailed, message: "away") }
            return try await database.query(statement)
        }

        var count: Int { reads.withLock { $0 } }
    }

    private final class Time: Sendable {
        private let instant = Mutex(ContinuousClock.now)
        @Sendable func now() -> ContinuousClock.Instant { instant.withLock { $0 } }
        func advance(_ duration: Duration) { instant.withLock { $0 += duration } }
    }

    private let fee: JSON = ["type": "object", "required": ["fee"]]

    private func withCatalogue(
        _ body: (Catalogue, EventTypeStore, Watched, Time) async throws -> Void
    ) async throws {
        try await withDatabase { database in
            let (watched, time) = (Watched(database.pool), Time())
            let catalogue = Catalogue(database: watched, now: time.now)
            try await body(catalogue, EventTypeStore(database: database.pool), watched, time)
        }
    }

    private func check(_ catalogue: Catalogue, _ type: String, _ payload: String) async throws -> CheckResult {
        try await catalogue.check(type: type, payload: Array(payload.utf8)[...])
    }

    @Test func honoursTheValidation() async throws {
        try await withCatalogue { catalogue, store, _, _ in
            for validation in PayloadValidation.allCases {
                _ = try await store.put(
                    validation.rawValue,
                    EventTypeDefinition(schema: fee, validation: validation)
                )
            }
            _ = try await store.put("bare", EventTypeDefinition())
            for type in ["off", "warn", "block", "bare"] {
                #expect(try await check(catalogue, type, #"{"fee": 1}"#) == .ok)
            }
            #expect(try await check(catalogue, "off", "{}") == .ok)
            #expect(try await check(catalogue, "bare", "[]") == .ok)
            guard case .warned(let warnings) = try await check(catalogue, "warn", "{}"),
                case .invalid(let violations) = try await check(catalogue, "block", "{}")
            else {
                Issue.record("the schema was not applied")
                return
            }
            #expect(warnings == violations)
            #expect(violations.map(\.keyword) == ["required"])
            #expect(try await check(catalogue, "unknown", "{}") == .undeclared)
        }
    }

    /// Plain SQL accepts as `json` what this parser refuses.
    @Test(arguments: [#"{"fee": 1, "fee": 2}"#, #"{"fee": "\ud800"}"#, "{"])
    func findsUnreadablePayloadsInvalid(payload: String) async throws {
        try await withCatalogue { catalogue, store, _, _ in
            _ = try await store.put("block", EventTypeDefinition(schema: fee))
            guard case .invalid(let violations) = try await check(catalogue, "block", payload) else {
                Issue.record("it was accepted")
                return
            }
            #expect(violations.count == 1)
        }
    }

    /// A schema that plain SQL wrote and that is none lets nothing pass unnoticed.
    @Test func findsNothingValidUnderABrokenSchema() async throws {
        try await withDatabase { database in
            try await database.pool.execute("INSERT INTO outbox.event_types (name, schema) VALUES ('a', '1')")
            let catalogue = Catalogue(database: database.pool)
            guard case .invalid(let violations) = try await check(catalogue, "a", "{}") else {
                Issue.record("it was accepted")
                return
            }
            #expect(violations.first?.message.contains("'a'") == true)
        }
    }

    @Test func readsAtMostOnceASecond() async throws {
        try await withCatalogue { catalogue, store, watched, time in
            _ = try await store.put("a", EventTypeDefinition())
            for _ in 0..<5 { #expect(try await check(catalogue, "a", "{}") == .ok) }
            #expect(watched.count == 1)
            _ = try await store.put("a", EventTypeDefinition(schema: fee))
            #expect(try await check(catalogue, "a", "{}") == .ok)
            time.advance(.milliseconds(1_001))
            #expect(try await check(catalogue, "a", "{}") != .ok)
            #expect(watched.count == 2)
        }
    }

    @Test func readsAtOnceForAnUnknownName() async throws {
        try await withCatalogue { catalogue, store, watched, time in
            _ = try await store.put("a", EventTypeDefinition())
            #expect(try await check(catalogue, "a", "{}") == .ok)
            _ = try await store.put("b", EventTypeDefinition())
            time.advance(.milliseconds(1))
            #expect(try await check(catalogue, "b", "{}") == .ok)
            #expect(watched.count == 2)
        }
    }

    @Test func readsAnewAfterAChangeOfItsOwnProcess() async throws {
        try await withCatalogue { catalogue, store, _, _ in
            _ = try await store.put("a", EventTypeDefinition())
            #expect(try await check(catalogue, "a", "{}") == .ok)
            _ = try await store.put("a", EventTypeDefinition(schema: fee))
            catalogue.invalidate()
            #expect(try await check(catalogue, "a", "{}") != .ok)
            try await store.delete("a")
            catalogue.invalidate()
            #expect(try await check(catalogue, "a", "{}") == .undeclared)
        }
    }

    @Test func compilesOnlyWhatChanged() async throws {
        try await withCatalogue { catalogue, store, _, time in
            _ = try await store.put("a", EventTypeDefinition(schema: fee))
            let first = try await catalogue.snapshot(knowing: ["a"])
            time.advance(.seconds(2))
            _ = try await store.put("b", EventTypeDefinition(schema: fee))
            let second = try await catalogue.snapshot(knowing: ["a"])
            #expect(second["b"] != nil)
            #expect(first["a"]?.updatedAt == second["a"]?.updatedAt)
        }
    }

    @Test func goesOnWithWhatItKnowsWhileTheDatabaseIsAway() async throws {
        try await withCatalogue { catalogue, store, watched, time in
            _ = try await store.put("a", EventTypeDefinition())
            #expect(try await check(catalogue, "a", "{}") == .ok)
            watched.isAway.withLock { $0 = true }
            time.advance(.seconds(60))
            #expect(try await check(catalogue, "a", "{}") == .ok)
            await #expect(throws: PostgresError.self) { try await check(catalogue, "b", "{}") }
            watched.isAway.withLock { $0 = false }
            _ = try await store.put("b", EventTypeDefinition())
            #expect(try await check(catalogue, "b", "{}") == .ok)
        }
    }

    @Test func readsOnceForManyAtTheSameTime() async throws {
        try await withDatabase { database in
            let (entered, release) = (AsyncStream<Void>.makeStream(), AsyncStream<Void>.makeStream())
            let watched = Watched(database.pool) {
                entered.continuation.yield()
                for await _ in release.stream { break }
            }
            _ = try await EventTypeStore(database: database.pool).put("a", EventTypeDefinition())
            let catalogue = Catalogue(database: watched)
            try await withThrowingTaskGroup(of: CheckResult.self) { group in
                group.addTask { try await check(catalogue, "a", "{}") }
                for await _ in entered.stream { break }
                for _ in 0..<20 { group.addTask { try await check(catalogue, "a", "{}") } }
                release.continuation.finish()
                for try await result in group { #expect(result == .ok) }
            }
            #expect(watched.count <= 2)
        }
    }

    /// The one who reads may be cancelled; those who wait for it read again.
    @Test func survivesAReaderThatIsCancelled() async throws {
        try await withDatabase { database in
            let (entered, release) = (AsyncStream<Void>.makeStream(), AsyncStream<Void>.makeStream())
            let watched = Watched(database.pool) {
                entered.continuation.yield()
                for await _ in release.stream { break }
            }
            _ = try await EventTypeStore(database: database.pool).put("a", EventTypeDefinition())
            let catalogue = Catalogue(database: watched)
            let reader = Task { try await check(catalogue, "a", "{}") }
            for await _ in entered.stream { break }
            let waiter = Task { try await check(catalogue, "a", "{}") }
            reader.cancel()
            release.continuation.finish()
            await #expect(throws: (any Error).self) { try await reader.value }
            #expect(try await waiter.value == .ok)
        }
    }
}
