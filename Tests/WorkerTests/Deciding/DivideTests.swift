import TestKit
import Testing

@testable import Worker

struct DivideTests {
    private func parts(of slots: Int, among wishes: [Int]) -> [Int: Int] {
        let parts = divide(slots, among: wishes.enumerated().map { (id: $0.offset, count: $0.element) })
        return Dictionary(uniqueKeysWithValues: parts.map { ($0.id, $0.count) })
    }

    @Test(arguments: [
        (10, [3, 3], [3, 3]), (10, [100, 100], [5, 5]), (10, [1, 100], [1, 9]), (10, [100, 1, 100], [5, 1, 4]),
        (3, [5, 5, 5, 5], [1, 1, 1]), (2, [1, 1, 1], [1, 1]), (11, [100, 100, 100], [4, 4, 3]), (0, [5], []),
        (-3, [5], []), (5, [], []), (5, [0, 5], [0, 5]), (1, [1], [1]), (4, [16], [4]), (10, [2, 2, 2], [2, 2, 2]),
    ])
    func dividesEvenlyAndThenWhatIsLeft(slots: Int, wishes: [Int], parts: [Int]) {
        let expected = parts.enumerated().filter { $0.element > 0 }
        #expect(
            self.parts(of: slots, among: wishes)
                == Dictionary(uniqueKeysWithValues: expected.map { ($0.offset, $0.element) })
        )
    }

    @Test(arguments: 0..<200 as Range<UInt64>) func nothingIsWastedOrPromisedTwice(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let slots = Int.random(in: 0...60, using: &generator)
        let wishes = (0..<Int.random(in: 0...30, using: &generator))
            .map { _ in Int.random(in: 0...20, using: &generator) }
        let parts = parts(of: slots, among: wishes)
        #expect(parts.values.reduce(0, +) <= slots)
        #expect(parts.allSatisfy { $0.value > 0 && $0.value <= wishes[$0.key] })
        // Whoever was considered and got less than wished for got no less, by one, than anyone else.
        let considered = wishes.indices.prefix(slots)
        #expect(parts.values.reduce(0, +) == min(slots, considered.map { wishes[$0] }.reduce(0, +)))
    }

    @Test(arguments: 0..<200 as Range<UInt64>) func whoWantsMoreGetsNoLess(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let wishes = (0..<8).map { _ in Int.random(in: 1...20, using: &generator) }
        let slots = Int.random(in: 8...100, using: &generator)
        let parts = parts(of: slots, among: wishes)
        for (index, wish) in wishes.enumerated() {
            let part = parts[index] ?? 0
            guard part < wish else { continue }
            // Unserved, it has at least what anyone has, but for what did not divide.
            #expect((parts.values.max() ?? 0) - part <= 1, "\(slots) among \(wishes): \(parts)")
        }
    }

    @Test func manySubscriptionsAreQuick() {
        let wishes = (0..<1_000).map { _ in (id: 0, count: 512) }
        let parts = divide(10_000, among: wishes)
        #expect(parts.map(\.count).reduce(0, +) == 10_000)
    }
}
