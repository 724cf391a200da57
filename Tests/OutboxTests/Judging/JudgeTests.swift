import Foundation
import TestKit
import Testing

@testable import Outbox

struct JudgeTests {
    private static let now = Date(timeIntervalSince1970: 1_730_882_977)
    /// The first wait of the standard schedule with its jitter.
    private static let firstWait = Duration.seconds(3.75)...Duration.seconds(6.25)

    private func verdict(
        _ outcome: AttemptOutcome,
        attempt: Int = 1,
        of maximum: Int = 13,
        age: Duration = .zero,
        isTest: Bool = false
    ) -> Verdict {
        var generator = SeededGenerator(seed: 1)
        return Judge(maximumAttempts: maximum)
            .verdict(
                on: outcome,
                in: Judge.Circumstances(attempt: attempt, age: age, isTest: isTest, now: Self.now),
                using: &generator
            )
    }

    private func answer(_ status: Int, retryAfter: String? = nil) -> AttemptOutcome {
        let headers = retryAfter.map { [AttemptHeader(name: "Retry-After", value: $0)] } ?? []
        return .response(AttemptResponse(status: status, headers: headers))
    }

    private func pause(_ verdict: Verdict) -> Duration? {
        guard case .retry(let delay) = verdict else { return nil }
        return delay
    }

    @Test(arguments: [200, 201, 202, 204, 206, 226, 299]) func successIsDelivered(status: Int) {
        #expect(verdict(answer(status)) == .delivered)
    }

    @Test(arguments: [
        300, 301, 302, 303, 304, 307, 308, 400, 401, 403, 404, 405, 408, 409, 411, 413, 415, 422, 425, 429, 431, 451,
        499, 500, 501, 502, 503, 504, 507, 511, 599, 600, 999,
    ])
    func everyOtherStatusIsRetried(status: Int) throws {
        let delay = try #require(pause(verdict(answer(status))))
        #expect(Self.firstWait.contains(delay))
    }

    @Test(arguments: AttemptFailure.allCases) func everyFailureIsRetried(failure: AttemptFailure) throws {
        let delay = try #require(pause(verdict(.failed(failure, detail: "x"))))
        #expect(Self.firstWait.contains(delay))
    }

    @Test(arguments: [(1, false), (13, false), (1, true)]) func goneIsDeadAtOnce(attempt: Int, isTest: Bool) {
        #expect(verdict(answer(410), attempt: attempt, isTest: isTest) == .dead(.gone))
    }

    @Test func aLateSuccessIsOneStill() {
        #expect(verdict(answer(200), attempt: 99, age: .seconds(30 * 86_400)) == .delivered)
    }

    @Test(arguments: [429, 503]) func twoStatusesMayAskForAPause(status: Int) {
        #expect(verdict(answer(status, retryAfter: "120")) == .retry(after: .seconds(120)))
        #expect(
            verdict(answer(status, retryAfter: "Wed, 06 Nov 2024 08:51:07 GMT")) == .retry(after: .seconds(90))
        )
        #expect(verdict(answer(status, retryAfter: "9999999")) == .retry(after: .seconds(86_400)))
    }

    @Test(arguments: ["0", "1", "Sun, 06 Nov 1994 08:49:37 GMT", "soon"])
    func aPauseDoesNotShortenTheSchedule(value: String) throws {
        let delay = try #require(pause(verdict(answer(429, retryAfter: value))))
        #expect(Self.firstWait.contains(delay))
    }

    @Test(arguments: [301, 400, 500, 502, 504]) func otherStatusesMayNotAskForAPause(status: Int) throws {
        let delay = try #require(pause(verdict(answer(status, retryAfter: "3600"))))
        #expect(Self.firstWait.contains(delay))
    }

    @Test(arguments: [(1, 1), (13, 13), (14, 13), (5, 3)]) func spentAttemptsAreExhausted(attempt: Int, maximum: Int) {
        #expect(verdict(answer(500), attempt: attempt, of: maximum) == .dead(.exhausted))
        #expect(verdict(answer(503, retryAfter: "120"), attempt: attempt, of: maximum) == .dead(.exhausted))
        #expect(verdict(.failed(.timeout, detail: ""), attempt: attempt, of: maximum) == .dead(.exhausted))
    }

    @Test func theLastAttemptButOneIsRetried() {
        #expect(pause(verdict(answer(500), attempt: 12)) != nil)
    }

    @Test func sevenDaysAreEnough() {
        let week = Duration.seconds(7 * 86_400)
        #expect(verdict(answer(500), age: week) == .dead(.expired))
        #expect(verdict(.failed(.connect, detail: ""), age: week + .seconds(1)) == .dead(.expired))
        #expect(pause(verdict(answer(500), age: week - .milliseconds(1))) != nil)
    }

    @Test func aTestGetsOneAttempt() {
        #expect(verdict(answer(500), isTest: true) == .dead(.exhausted))
        #expect(verdict(.failed(.tls, detail: ""), isTest: true) == .dead(.exhausted))
        #expect(verdict(answer(204), isTest: true) == .delivered)
    }

    @Test(arguments: [(1, false), (13, false), (1, true)])
    func cancelledCountsForNothing(attempt: Int, isTest: Bool) {
        let verdict = verdict(.cancelled, attempt: attempt, age: .seconds(30 * 86_400), isTest: isTest)
        #expect(verdict == .cancelled)
    }

    @Test func aSubscriptionsOwnScheduleCounts() {
        var generator = SeededGenerator(seed: 1)
        let judge = Judge(maximumAttempts: 3, schedule: RetrySchedule(base: 100, factor: 2, cap: 150))
        let verdict = judge.verdict(
            on: answer(500),
            in: Judge.Circumstances(attempt: 2, age: .zero, now: Self.now),
            using: &generator
        )
        let delay = pause(verdict) ?? .zero
        #expect((Duration.seconds(112.5)...Duration.seconds(187.5)).contains(delay))
    }
}
