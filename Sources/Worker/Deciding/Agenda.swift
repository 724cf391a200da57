import Foundation
import Outbox

/// Which subscriptions have work that waits, and when to ask for it; pure.
///
/// It holds a line per subscription, never per delivery, and is made anew by each discovery.
struct Agenda: Sendable {
    private struct Entry {
        let bucket: Int16
        /// When its first delivery is due.
        var due: ContinuousClock.Instant
        /// Until when it is left alone, since its due work could not be had.
        var restsUntil: ContinuousClock.Instant?

        var asksAt: ContinuousClock.Instant { max(due, restsUntil ?? due) }
    }

    private var entries: [UUID: Entry] = [:]
    /// Where the next claim starts, so that all get their turn when slots are few.
    private var turn = 0

    /// How long a subscription is left alone whose due work could not be had: it is paused, or its rows are locked.
    static let cooldown: Duration = .milliseconds(500)

    /// Takes over what a discovery found.
    mutating func replace(with work: [WaitingWork], now: ContinuousClock.Instant) {
        let previous = entries
        entries = [:]
        for item in work {
            // A cooldown is not ended by finding again what brought it about.
            entries[item.subscription] = Entry(
                bucket: item.bucket,
                due: now + max(.zero, item.dueIn),
                restsUntil: previous[item.subscription]?.restsUntil
            )
        }
    }

    /// Notes work that is due now.
    mutating func note(_ subscription: UUID, bucket: Int16, now: ContinuousClock.Instant) {
        let known = entries[subscription]
        if let known, known.due <= now { return }
        entries[subscription] = Entry(bucket: bucket, due: now, restsUntil: known?.restsUntil)
    }

    /// Drops everything of a bucket that this worker no longer claims from.
    mutating func forget(bucket: Int16) {
        entries = entries.filter { $0.value.bucket != bucket }
    }

    /// Subscriptions with due work, each turn beginning with another one.
    mutating func due(now: ContinuousClock.Instant, limit: Int) -> [(subscription: UUID, bucket: Int16)] {
        let due = entries.filter { $0.value.asksAt <= now }.sorted { $0.key < $1.key }
        guard !due.isEmpty else { return [] }
        turn = (turn + 1) % due.count
        return (due[turn...] + due[..<turn]).prefix(limit).map { ($0.key, $0.value.bucket) }
    }

    /// Notes what a claim brought: less than asked for means that nothing more is due for now.
    mutating func claimed(_ subscription: UUID, asked: Int, got: Int, now: ContinuousClock.Instant) {
        guard got < asked else { return }
        if got == 0 {
            entries[subscription]?.restsUntil = now + Self.cooldown
        } else {
            entries[subscription] = nil
        }
    }

    /// When the first work that waits becomes due.
    var nextDue: ContinuousClock.Instant? {
        entries.values.map(\.asksAt).min()
    }
}
