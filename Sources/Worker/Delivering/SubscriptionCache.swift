import Foundation
import OrderedCollections
import Outbox

/// What is loaded of subscriptions, the most recently used last, bounded; the work loop's own.
struct SubscriptionCache {
    struct Entry {
        let subscription: DeliverableSubscription
        let loadedAt: ContinuousClock.Instant
    }

    private var entries: OrderedDictionary<UUID, Entry> = [:]

    /// Subscriptions that are kept: a send to any other one loads it first.
    static let capacity = 20_000
    /// Subscriptions that a dispatch offers slots to; deliveries of the others need a claim.
    static let hot = 1_000

    /// The subscription when it is loaded as of that version or a later one.
    func current(_ id: UUID, version: Int) -> Entry? {
        guard let entry = entries[id], entry.subscription.version >= version else { return nil }
        return entry
    }

    subscript(id: UUID) -> Entry? { entries[id] }

    mutating func store(_ subscription: DeliverableSubscription, at instant: ContinuousClock.Instant) {
        entries[subscription.id] = nil
        entries[subscription.id] = Entry(subscription: subscription, loadedAt: instant)
        if entries.count > Self.capacity { entries.removeFirst(Self.capacity / 10) }
    }

    /// Moves a subscription to the recently used ones.
    mutating func touch(_ id: UUID) {
        guard let entry = entries.removeValue(forKey: id) else { return }
        entries[id] = entry
    }

    /// The most recently used ones, the latest first.
    var recent: some Sequence<DeliverableSubscription> {
        entries.values.suffix(Self.hot).reversed().lazy.map(\.subscription)
    }
}
