import TestKit
import Testing

@testable import Outbox

struct RetryScheduleTests {
    /// A failed attempt and the seconds to the next one, before jitter.
    @Test(arguments: [
        (1, 5.0), (2, 20), (3, 80), (4, 320), (5, 1_280), (6, 5_120), (7, 20_480), (8, 43_200), (9, 43_200),
        (12, 43_200),
    ])
    func waitsAsPromised(attempt: Int, seconds: Double) {
        #expect(RetrySchedule.standard.wait(afterAttempt: attempt) == seconds)
    }

    @Test func thirteenAttemptsSpanAboutThreeDays() {
        let days = (1...12).map { RetrySchedule.standard.wait(afterAttempt: $0) }.reduce(0, +) / 86_400
        #expect((2.8...2.83).contains(days))
    }

    @Test(arguments: [RetrySchedule.standard, RetrySchedule(base: 1, factor: 1, cap: 1)])
    func jitterStaysWithinAQuarterAndUsesAllOfIt(schedule: RetrySchedule) {
        var generator = SeededGenerator(seed: 1)
        let ratios = (0..<2_000)
            .map { _ in
                schedule.delay(afterAttempt: 3, using: &generator) / .seconds(schedule.wait(afterAttempt: 3))
            }
        #expect(ratios.allSatisfy { (0.749_999...1.250_001).contains($0) })
        #expect(ratios.contains { $0 < 0.76 })
        #expect(ratios.contains { $0 > 1.24 })
        #expect((0.98...1.02).contains(ratios.reduce(0, +) / 2_000))
    }

    @Test func theSameSeedGivesTheSameDelays() {
        func delays(seed: UInt64) -> [Duration] {
            var generator = SeededGenerator(seed: seed)
            return (1...20).map { RetrySchedule.standard.delay(afterAttempt: $0, using: &generator) }
        }
        #expect(delays(seed: 7) == delays(seed: 7))
        #expect(delays(seed: 7) != delays(seed: 8))
    }

    @Test(arguments: 0..<50 as Range<UInt64>)
    func waitsGrowUpToTheCap(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let base = Double.random(in: Limits.backoffBase, using: &generator)
        let schedule = RetrySchedule(
            base: base,
            factor: Double.random(in: Limits.backoffFactor, using: &generator),
            cap: Double.random(in: base...max(base, Limits.backoffCap.upperBound), using: &generator)
        )
        let waits = (1...200).map { schedule.wait(afterAttempt: $0) }
        #expect(waits.first == schedule.base)
        #expect(zip(waits, waits.dropFirst()).allSatisfy { $0 <= $1 })
        #expect(waits.allSatisfy { $0 <= schedule.cap })
    }

    @Test(arguments: [
        RetrySchedule.standard,
        RetrySchedule(base: 86_400, factor: 10, cap: 604_800),
        RetrySchedule(base: 1, factor: 1, cap: 604_800),
        RetrySchedule(base: 1, factor: 10, cap: .greatestFiniteMagnitude),
    ])
    func manyAttemptsDoNotOverflow(schedule: RetrySchedule) {
        let wait = schedule.wait(afterAttempt: 10_000)
        #expect(wait.isFinite)
        #expect(wait == (schedule.factor == 1 ? schedule.base : schedule.cap))
    }

    @Test(arguments: [0, -1, .min]) func anImpossibleAttemptWaitsTheBase(attempt: Int) {
        #expect(RetrySchedule.standard.wait(afterAttempt: attempt) == 5)
    }

    @Test func aCapBelowTheBaseWins() {
        #expect(RetrySchedule(base: 60, factor: 2, cap: 10).wait(afterAttempt: 1) == 10)
    }
}
