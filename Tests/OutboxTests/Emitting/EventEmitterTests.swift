import Foundation
import Postgres
import TestKit
import Testing

@testable import Outbox

struct EventEmitterTests {
    @Test func recordsManyConcurrentEventsInFewTransactions() async throws {
        try await withDatabase { database in
            try await withEmitter(on: database) { emitter in
                let ids = try await withThrowingTaskGroup(of: UUID.self) { group in
                    for n in 0..<400 { group.addTask { try await emitter.emit(NewEvent("\(n)")).id } }
                    return try await group.reduce(into: Set<UUID>()) { $0.insert($1) }
                }
                #expect(ids.count == 400)
                #expect(try await database.count("outbox.events") == 400)
                let transactions = try await database.count("(SELECT DISTINCT xmin::text FROM outbox.events) x")
                #expect(transactions < 400)
            }
        }
    }

    @Test func eachCallerGetsItsOwnEvent() async throws {
        try await withDatabase { database in
            try await withEmitter(on: database) { emitter in
                let ids = try await withThrowingTaskGroup(of: (Int, UUID).self) { group in
                    for n in 0..<50 { group.addTask { (n, try await emitter.emit(NewEvent("\(n)")).id) } }
                    return try await group.reduce(into: [Int: UUID]()) { $0[$1.0] = $1.1 }
                }
                for (n, id) in ids {
                    #expect(try await database.payload(of: id) == Array("\(n)".utf8))
                }
            }
        }
    }

    @Test(arguments: [
        (NewEvent("{"), "22P02"), (NewEvent(""), "22P02"), (NewEvent("{} x"), "22P02"), (NewEvent("nul\0"), "22021"),
        (NewEvent(type: "a", payload: [0x22, 0xff, 0x22]), "22021"),
        (NewEvent("\"" + String(repeating: "x", count: 262_143) + "\""), "23514"),
        (NewEvent("{}", type: ""), "23514"), (NewEvent("{}", type: "a b"), "23514"),
        (NewEvent("{}", type: "a\r\nx: y"), "23514"),
        (NewEvent("{}", type: String(repeating: "a", count: 257)), "23514"),
        (NewEvent("{}", tenant: ""), "23514"), (NewEvent("{}", tenant: String(repeating: "a", count: 129)), "23514"),
        (NewEvent(type: "a", payload: Array("{}".utf8), traceparent: "00-4bf9"), "23514"),
    ])
    func refusesWhatTheTablesRefuse(event: NewEvent, sqlState: String) async throws {
        try await withDatabase { database in
            try await withEmitter(on: database) { emitter in
                await #expect(throws: EmitError.refused(sqlState: sqlState)) { try await emitter.emit(event) }
                let rows = try await database.count("outbox.events")
                #expect(rows == 0)
            }
        }
    }

    @Test func aBadEventDoesNotFailItsNeighbours() async throws {
        try await withDatabase { database in
            try await withEmitter(on: database) { emitter in
                let refused = try await withThrowingTaskGroup(of: Int?.self) { group in
                    for n in 0..<100 {
                        group.addTask {
                            do {
                                _ = try await emitter.emit(NewEvent(n % 10 == 3 ? "{" : "\(n)"), key: "key \(n)")
                                return nil
                            } catch EmitError.refused(sqlState: "22P02") {
                                return n
                            }
                        }
                    }
                    return try await group.compactMap(\.self).reduce(into: Set<Int>()) { $0.insert($1) }
                }
                #expect(refused == Set((0..<100).filter { $0 % 10 == 3 }))
                let rows = try await database.count("outbox.events")
                #expect(rows == 90)
                #expect(try await database.count("outbox.idempotency_keys") == 90)
                #expect(try await database.count("outbox.event_queue") == 90)
            }
        }
    }

    @Test func thePlainestPayloadIsWithinTheBounds() async throws {
        try await withDatabase { database in
            try await withEmitter(on: database) { emitter in
                let largest = NewEvent("\"" + String(repeating: "x", count: Limits.payloadBytes - 2) + "\"")
                _ = try await emitter.emit(largest)
                _ = try await emitter.emit(NewEvent("{}", type: String(repeating: "a", count: 256)))
                _ = try await emitter.emit(NewEvent("{}", tenant: String(repeating: "a", count: 128)))
                #expect(try await database.count("outbox.events") == 3)
            }
        }
    }

    @Test func recordsAllOrNone() async throws {
        try await withDatabase { database in
            try await withEmitter(on: database) { emitter in
                let emitted = try await emitter.emitAll([NewEvent("1"), NewEvent("2")])
                #expect(try await database.payload(of: emitted[1].id) == Array("2".utf8))
                await #expect(throws: EmitError.refused(sqlState: "22P02")) {
                    try await emitter.emitAll([NewEvent("3"), NewEvent("{")])
                }
                #expect(try await database.count("outbox.events") == 2)
            }
        }
    }

    @Test func aStoppedOneIsClosed() async throws {
        try await withDatabase { database in
            let emitter = EventEmitter(
                database: database.pool,
                notifier: Notifier(database.configuration, logger: .silent)
            )
            let running = Task { try await emitter.run() }
            _ = try await emitter.emit(NewEvent("1"))
            running.cancel()
            try await running.value
            await #expect(throws: EmitError.closed) { try await emitter.emit(NewEvent("2")) }
        }
    }

    @Test func aDatabaseThatIsAwayIsNoRefusal() async throws {
        let configuration = PostgresConfiguration(url: "postgres:///nowhere?host=/nonexistent", poolSize: 1)
        let pool = PostgresPool(configuration)
        let emitter = EventEmitter(database: pool, notifier: Notifier(configuration, logger: .silent))
        let running = Task { try await emitter.run() }
        let error = await #expect(throws: PostgresError.self) { try await emitter.emit(NewEvent("1")) }
        #expect(error?.isTransient == true)
        running.cancel()
        try await running.value
        await pool.close()
    }
}
