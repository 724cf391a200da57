import Testing

@testable import Outbox

struct SplittingTests {
    private struct Culprit: Error {}
    private struct Outage: Error {}

    /// Performs numbers unless a culprit is among them.
    private final class Statement {
        let culprits: Set<Int>
        var calls: [[Int]] = []

        init(culprits: Set<Int>) {
            self.culprits = culprits
        }

        func perform(_ batch: [Int]) throws -> [Int] {
            calls.append(batch)
            guard culprits.isDisjoint(with: batch) else { throw Culprit() }
            return batch.map { 2 * $0 }
        }
    }

    private func split(_ count: Int, _ statement: Statement) async -> [Int?] {
        await splittingOnDataErrors(Array(0..<count), isDataError: Self.isCulprit, perform: statement.perform)
            .map { try? $0.get() }
    }

    @Test(arguments: [[], [0], [5], [15], [3, 4], [0, 15], Array(0..<16)])
    func culpritsFailAloneAndTheOrderIsKept(culprits: [Int]) async {
        let statement = Statement(culprits: Set(culprits))
        let answers = await split(16, statement)
        #expect(answers == (0..<16).map { culprits.contains($0) ? nil : 2 * $0 })
    }

    @Test(arguments: [(1, 0), (2, 1), (7, 3), (256, 100)])
    func theRestIsPerformedOnce(count: Int, culprit: Int) async {
        let statement = Statement(culprits: [culprit])
        let answers = await split(count, statement)
        #expect(answers == (0..<count).map { $0 == culprit ? nil : 2 * $0 })
        let performed = statement.calls.filter { !$0.contains(culprit) }.flatMap(\.self)
        #expect(performed.sorted() == (0..<count).filter { $0 != culprit })
    }

    private static func isCulprit(_ error: any Error) -> Bool { error is Culprit }

    @Test func aCulpritCostsTwoStatementsAHalving() async {
        let statement = Statement(culprits: [100])
        _ = await split(256, statement)
        #expect(statement.calls.count == 1 + 2 * 8)
    }

    @Test func anOutageFailsAllAtOnce() async {
        var calls = 0
        let results = await splittingOnDataErrors([1, 2, 3], isDataError: Self.isCulprit) { _ -> [Int] in
            calls += 1
            throw Outage()
        }
        #expect(calls == 1)
        #expect(results.count == 3)
        for result in results {
            #expect(throws: Outage.self) { try result.get() }
        }
    }

    @Test func anOutageWhileSplittingFailsItsPartOnly() async {
        let results = await splittingOnDataErrors([1, 2, 3, 4], isDataError: Self.isCulprit) { batch in
            guard batch.count < 4 else { throw Culprit() }
            guard !batch.contains(3) else { throw Outage() }
            return batch
        }
        #expect(results.prefix(2).map { try? $0.get() } == [1, 2])
        for result in results.suffix(2) {
            #expect(throws: Outage.self) { try result.get() }
        }
    }
}
