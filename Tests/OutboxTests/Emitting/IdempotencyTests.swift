import Foundation
import Postgres
import TestKit
import Testing

@testable import Outbox

struct IdempotencyTests {
    @Test func aRepetitionAnswersTheFirstEvent() async throws {
        try await withDatabase { database in
            try await withEmitter(on: database) { emitter in
                let first = try await emitter.emit(NewEvent("{\"n\":1}"), key: "k")
                let second = try await emitter.emit(NewEvent("{\"n\":1}"), key: "k")
                #expect(!first.isReplay)
                #expect(second.isReplay)
                #expect(second.id == first.id)
                #expect(second.createdAt == first.createdAt)
                #expect(try await database.count("outbox.events") == 1)
                #expect(try await database.count("outbox.event_queue") == 1)
            }
        }
    }

    @Test(arguments: [NewEvent("2"), NewEvent("1 "), NewEvent("1", type: "b")])
    func anotherBodyIsAConflict(other: NewEvent) async throws {
        try await withDatabase { database in
            try await withEmitter(on: database) { emitter in
                let first = try await emitter.emit(NewEvent("1"), key: "k")
                await #expect(throws: EmitError.keyConflict) { try await emitter.emit(other, key: "k") }
                #expect(try await emitter.emit(NewEvent("1"), key: "k").id == first.id)
                #expect(try await database.count("outbox.events") == 1)
            }
        }
    }

    @Test func aKeyIsItsTenantsOwn() async throws {
        try await withDatabase { database in
            try await withEmitter(on: database) { emitter in
                let first = try await emitter.emit(NewEvent("1", tenant: "a"), key: "k")
                let second = try await emitter.emit(NewEvent("1", tenant: "b"), key: "k")
                #expect(first.id != second.id)
                #expect(!second.isReplay)
            }
        }
    }

    @Test func withoutAKeyEveryCallIsAnEvent() async throws {
        try await withDatabase { database in
            try await withEmitter(on: database) { emitter in
                let events = [try await emitter.emit(NewEvent("1")), try await emitter.emit(NewEvent("1"))]
                #expect(events[0].id != events[1].id)
            }
        }
    }

    @Test func theTraceIsNotPartOfTheBody() async throws {
        try await withDatabase { database in
            try await withEmitter(on: database) { emitter in
                var event = NewEvent("1")
                let first = try await emitter.emit(event, key: "k")
                event.traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
                #expect(try await emitter.emit(event, key: "k").id == first.id)
            }
        }
    }

    @Test(arguments: [String(repeating: "k", count: 256), ""]) func aKeyIsBounded(key: String) async throws {
        try await withDatabase { database in
            try await withEmitter(on: database) { emitter in
                await #expect(throws: EmitError.refused(sqlState: "23514")) {
                    try await emitter.emit(NewEvent("1"), key: key)
                }
                let rows = try await database.count("outbox.events")
                #expect(rows == 0)
            }
        }
    }

    @Test func theSameKeyTwiceInOneBatchIsOneEvent() async throws {
        try await withDatabase { database in
            let results = try await EmitStatement.run(
                [
                    .init(event: NewEvent("1"), key: "k"), .init(event: NewEvent("0"), key: nil),
                    .init(event: NewEvent("1"), key: "k"), .init(event: NewEvent("2"), key: "k"),
                    .init(event: NewEvent("2"), key: "l"),
                ],
                on: database.pool
            )
            let events = results.map { result -> EmittedEvent? in
                guard case .recorded(let event) = result else { return nil }
                return event
            }
            #expect(events.map { $0?.isReplay } == [false, false, true, nil, false])
            #expect(events[2]?.id == events[0]?.id)
            #expect(results[3] == .keyConflict)
            #expect(try await database.count("outbox.events") == 3)
            #expect(try await database.count("outbox.idempotency_keys") == 2)
        }
    }

    @Test func aBatchOfOldAndNewKeysKeepsItsOrder() async throws {
        try await withDatabase { database in
            func emit(_ keys: [Int]) async throws -> [UUID?] {
                let inputs = keys.map { EmitStatement.Input(event: NewEvent("\($0)"), key: "key \($0)") }
                return try await EmitStatement.run(inputs, on: database.pool)
                    .map { result in
                        guard case .recorded(let event) = result else { return nil }
                        return event.id
                    }
            }
            let old = try await emit([5, 3, 9])
            let all = try await emit([9, 1, 3, 7, 5])
            #expect([all[4], all[2], all[0]] == old)
            for (n, id) in zip([9, 1, 3, 7, 5], all) {
                #expect(try await database.payload(of: try #require(id)) == Array("\(n)".utf8))
            }
        }
    }

    /// Two processes, each with batches of its own, and the keys in opposite orders.
    @Test func concurrentCallsWithOneKeyAreOneEvent() async throws {
        try await withDatabase { database in
            try await withEmitter(on: database) { first in
                try await withEmitter(on: database) { second in
                    let calls = try await withThrowingTaskGroup(of: (Int, EmittedEvent).self) { group in
                        for n in 0..<300 {
                            let (emitter, key) = n.isMultiple(of: 2) ? (first, n / 2 % 10) : (second, 9 - n / 2 % 10)
                            group.addTask { (key, try await emitter.emit(NewEvent("\(key)"), key: "\(key)")) }
                        }
                        return try await group.reduce(into: []) { $0.append($1) }
                    }
                    for key in 0..<10 {
                        let events = calls.filter { $0.0 == key }.map(\.1)
                        #expect(events.count == 30)
                        #expect(Set(events.map(\.id)).count == 1)
                        #expect(events.filter { !$0.isReplay }.count == 1)
                    }
                    #expect(try await database.count("outbox.events") == 10)
                }
            }
        }
    }

    @Test func aKeyOfATransactionThatRollsBackIsFree() async throws {
        struct Refusal: Error {}
        try await withDatabase { database in
            let input = EmitStatement.Input(event: NewEvent("1"), key: "k")
            await #expect(throws: Refusal.self) {
                try await database.pool.withTransaction { transaction in
                    _ = try await EmitStatement.run([input], on: transaction)
                    throw Refusal()
                }
            }
            let results = try await EmitStatement.run([input], on: database.pool)
            guard case .recorded(let event) = results.first else { throw TestFailure("\(results)") }
            #expect(!event.isReplay)
        }
    }
}
