import TestKit
import Testing

@testable import Outbox

struct BatcherTests {
    private let bench = Workbench()

    @Test func oneAloneStartsAtOnce() async throws {
        bench.open()
        try await bench.withBatcher(.init(lanes: 1, batch: 100, waiting: 100)) { batcher in
            let answers = [try await batcher.submit(21), try await batcher.submit(1)]
            #expect(answers == [42, 2])
            #expect(bench.batches == [[21], [1]])
        }
    }

    @Test func callersShareABatchWhileOneIsInFlight() async throws {
        try await bench.withBatcher(.init(lanes: 1, batch: 100, waiting: 5)) { batcher in
            let callers = Callers(batcher)
            callers.submit([0])
            try await eventually("the first batch") { bench.inFlight == 1 }
            callers.submit(1...8)
            try await eventually("five waiting callers") { callers.refused == 3 }
            bench.open()
            await callers.finish()
            #expect(bench.batches.map(\.count) == [1, 5])
            #expect(callers.answers.count == 6)
            #expect(callers.answers.allSatisfy { $0.value == 2 * $0.key })
        }
    }

    @Test func aBatchIsBounded() async throws {
        try await bench.withBatcher(.init(lanes: 1, batch: 3, waiting: 7)) { batcher in
            let callers = Callers(batcher)
            callers.submit([0])
            try await eventually("the first batch") { bench.inFlight == 1 }
            callers.submit(1...8)
            try await eventually("seven waiting callers") { callers.refused == 1 }
            bench.open()
            await callers.finish()
            #expect(bench.batches.map(\.count) == [1, 3, 3, 1])
        }
    }

    @Sendable
    private static func four(_: Int) -> Int { 4 }

    @Sendable
    private static func itself(_ item: Int) -> Int { item }

    @Test func aBatchsWeightIsBounded() async throws {
        let bounds = Batcher<Int, Int>.Bounds(lanes: 1, batch: 100, batchWeight: 10, waiting: 5)
        try await bench.withBatcher(bounds, weigh: Self.four) { batcher in
            let callers = Callers(batcher)
            callers.submit([0])
            try await eventually("the first batch") { bench.inFlight == 1 }
            callers.submit(1...6)
            try await eventually("five waiting callers") { callers.refused == 1 }
            bench.open()
            await callers.finish()
            #expect(bench.batches.map(\.count) == [1, 2, 2, 1])
        }
    }

    @Test func whatIsTooHeavyForABatchGoesAlone() async throws {
        bench.open()
        try await bench.withBatcher(
            .init(lanes: 1, batch: 100, batchWeight: 10, waiting: 5),
            weigh: Self.itself
        ) { batcher in
            let answer = try await batcher.submit(1_000)
            #expect(answer == 2_000)
        }
    }

    @Test func theWaitingWeightIsBounded() async throws {
        let bounds = Batcher<Int, Int>.Bounds(lanes: 1, batch: 100, waiting: 100, waitingWeight: 10)
        try await bench.withBatcher(bounds, weigh: Self.four) { batcher in
            let callers = Callers(batcher)
            callers.submit([0])
            try await eventually("the first batch") { bench.inFlight == 1 }
            callers.submit(1...5)
            try await eventually("two waiting callers") { callers.refused == 3 }
            bench.open()
            await callers.finish()
            #expect(bench.batches.map(\.count) == [1, 2])
            // What was performed weighs nothing any more.
            #expect(try await batcher.submit(7) == 14)
        }
    }

    @Test func eachLaneHasABatchInFlight() async throws {
        try await bench.withBatcher(.init(lanes: 2, batch: 100, waiting: 3)) { batcher in
            let callers = Callers(batcher)
            callers.submit([0])
            try await eventually("the first batch") { bench.inFlight == 1 }
            callers.submit([1])
            try await eventually("the second batch") { bench.inFlight == 2 }
            callers.submit(2...5)
            try await eventually("three waiting callers") { callers.refused == 1 }
            #expect(bench.inFlight == 2)
            bench.open()
            await callers.finish()
            #expect(callers.answers.count == 5)
        }
    }

    @Test func aFailureIsItsOwnCallersAlone() async throws {
        try await bench.withBatcher(.init(lanes: 1, batch: 100, waiting: 5)) { batcher in
            let callers = Callers(batcher)
            callers.submit([0])
            try await eventually("the first batch") { bench.inFlight == 1 }
            callers.submit([1, -1, 2, -2, 3, -3])
            try await eventually("five waiting callers") { callers.refused == 1 }
            bench.open()
            await callers.finish()
            #expect(bench.batches.map(\.count) == [1, 5])
            #expect(callers.failed.allSatisfy { $0 < 0 })
            #expect(callers.failed.count >= 2)
            #expect(callers.answers.allSatisfy { $0.key >= 0 && $0.value == 2 * $0.key })
            #expect(callers.answers.count + callers.failed.count == 6)
        }
    }

    @Test func closingPerformsWhatWaitsAndRefusesTheRest() async throws {
        let batcher = Batcher<Int, Int>(.init(lanes: 1, batch: 2, waiting: 5)) { [bench] in await bench.perform($0) }
        let lanes = Task { await batcher.run() }
        let callers = Callers(batcher)
        callers.submit([0])
        try await eventually("the first batch") { bench.inFlight == 1 }
        callers.submit(1...6)
        try await eventually("five waiting callers") { callers.refused == 1 }
        batcher.close()
        await #expect(throws: Batcher<Int, Int>.Refusal.closed) { try await batcher.submit(9) }
        bench.open()
        await callers.finish()
        await lanes.value
        #expect(callers.answers.count == 6)
        #expect(bench.batches.map(\.count) == [1, 2, 2, 1])
        await #expect(throws: Batcher<Int, Int>.Refusal.closed) { try await batcher.submit(9) }
    }

    @Test func cancellingTheLanesPerformsWhatWaits() async throws {
        let batcher = Batcher<Int, Int>(.init(lanes: 1, batch: 100, waiting: 2)) { [bench] in await bench.perform($0) }
        let lanes = Task { await batcher.run() }
        let callers = Callers(batcher)
        callers.submit([0])
        try await eventually("the first batch") { bench.inFlight == 1 }
        callers.submit(1...3)
        try await eventually("two waiting callers") { callers.refused == 1 }
        lanes.cancel()
        bench.open()
        await lanes.value
        await callers.finish()
        #expect(callers.answers.count == 3)
        await #expect(throws: Batcher<Int, Int>.Refusal.closed) { try await batcher.submit(9) }
    }

    @Test func whatWaitsBeforeTheLanesRunIsPerformed() async throws {
        bench.open()
        let batcher = Batcher<Int, Int>(.init(lanes: 1, batch: 100, waiting: 2)) { [bench] in await bench.perform($0) }
        let callers = Callers(batcher)
        callers.submit(1...3)
        try await eventually("two waiting callers") { callers.refused == 1 }
        batcher.close()
        await batcher.run()
        await callers.finish()
        #expect(bench.batches.map(\.count) == [2])
    }

    @Test func aCancelledCallerDoesNotTakeItsItemBack() async throws {
        try await bench.withBatcher(.init(lanes: 1, batch: 100, waiting: 100)) { batcher in
            let caller = Task { try await batcher.submit(21) }
            try await eventually("the batch") { bench.inFlight == 1 }
            let waiting = Task { try await batcher.submit(4) }
            caller.cancel()
            waiting.cancel()
            bench.open()
            #expect(try await caller.value == 42)
            #expect(try await waiting.value == 8)
            #expect(bench.batches.flatMap(\.self).sorted() == [4, 21])
        }
    }
}
