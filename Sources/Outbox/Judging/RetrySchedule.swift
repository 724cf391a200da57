/// Exponential backoff with jitter: `min(base * factor^(n-1), cap) * uniform(0.75, 1.25)` after the n-th attempt.
///
/// With the defaults: 5 s, 20 s, 80 s, 5 min, 21 min, 85 min, 5.7 h, then 12 h apart; 13 attempts span about 2.8 days.
package struct RetrySchedule: Sendable, Hashable, Codable {
    /// Seconds before the second attempt, 1 to 86,400.
    package var base: Double
    /// How much longer each wait is than the one before, 1 to 10.
    package var factor: Double
    /// The longest wait in seconds, at least `base` and at most 604,800.
    package var cap: Double

    package static let standard = RetrySchedule(base: 5, factor: 4, cap: 12 * 3600)

    /// Jitter spreads the retries of an outage, which all fail together.
    static let jitter = 0.75...1.25

    package init(base: Double, factor: Double, cap: Double) {
        self.base = base
        self.factor = factor
        self.cap = cap
    }

    /// How long to wait after the n-th attempt has failed; `attempt` counts from 1.
    package func delay(afterAttempt attempt: Int, using generator: inout some RandomNumberGenerator) -> Duration {
        .seconds(wait(afterAttempt: attempt) * Double.random(in: Self.jitter, using: &generator))
    }

    /// The wait without jitter, in seconds.
    func wait(afterAttempt attempt: Int) -> Double {
        var wait = base
        // The power itself would overflow long before the cap is compared.
        for _ in 1..<max(2, attempt) where attempt > 1 && wait < cap { wait *= factor }
        return min(wait, cap)
    }
}
