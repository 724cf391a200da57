package import Foundation

/// Decides what follows from an attempt; pure.
package struct Judge: Sendable {
    /// The attempts that a delivery gets, since its dispatch or its last replay.
    package var maximumAttempts: Int
    /// How long to wait between them.
    package var schedule: RetrySchedule

    package init(maximumAttempts: Int, schedule: RetrySchedule = .standard) {
        self.maximumAttempts = maximumAttempts
        self.schedule = schedule
    }

    /// What the decision depends on beside the outcome.
    package struct Circumstances: Sendable {
        /// Which attempt it was since the dispatch or the last replay, from 1.
        package var attempt: Int
        /// How long the delivery has been waiting since then.
        package var age: Duration
        /// A test delivery gets one attempt.
        package var isTest: Bool
        /// The wall clock, for a `Retry-After` that names a date.
        package var now: Date

        package init(attempt: Int, age: Duration, isTest: Bool = false, now: Date) {
            self.attempt = attempt
            self.age = age
            self.isTest = isTest
            self.now = now
        }
    }

    /// 2xx is delivered and 410 is gone; all else is retried by the schedule until attempts or time run out.
    package func verdict(
        on outcome: AttemptOutcome,
        in circumstances: Circumstances,
        using generator: inout some RandomNumberGenerator
    ) -> Verdict {
        switch outcome {
        case .cancelled: return .cancelled
        case .response(let answer) where (200..<300).contains(answer.status): return .delivered
        case .response(let answer) where answer.status == 410: return .dead(.gone)
        case .response, .failed: break
        }
        guard circumstances.attempt < maximumAttempts, !circumstances.isTest else { return .dead(.exhausted) }
        guard circumstances.age < Limits.deliveryAge else { return .dead(.expired) }
        let scheduled = schedule.delay(afterAttempt: circumstances.attempt, using: &generator)
        return .retry(after: max(scheduled, requestedDelay(outcome, now: circumstances.now) ?? .zero))
    }

    /// Only 429 and 503 may ask for a pause (RFC 6585, section 4; RFC 9110, section 15.6.4).
    private func requestedDelay(_ outcome: AttemptOutcome, now: Date) -> Duration? {
        guard case .response(let answer) = outcome, [429, 503].contains(answer.status) else { return nil }
        return answer.header("retry-after").flatMap { RetryAfter.delay($0, now: now) }
    }
}
