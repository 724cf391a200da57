import Foundation

/// The requests in flight, counted three ways: in all, by subscription, by bucket; pure.
struct Slots: Sendable {
    /// Requests that may be in flight at the same time.
    let capacity: Int
    private(set) var inFlight = 0
    private var bySubscription: [UUID: Int] = [:]
    private var byBucket: [Int16: Int] = [:]

    init(capacity: Int) {
        self.capacity = capacity
    }

    var free: Int { capacity - inFlight }

    /// Whether nothing of the bucket is in flight, so that it can be given back.
    func isIdle(bucket: Int16) -> Bool { byBucket[bucket] == nil }

    /// How many more requests of a subscription may start, its own limit and the capacity considered.
    func free(for subscription: UUID, limit: Int, ordered: Bool) -> Int {
        max(0, min(free, (ordered ? 1 : limit) - (bySubscription[subscription] ?? 0)))
    }

    mutating func take(_ subscription: UUID, bucket: Int16) {
        inFlight += 1
        bySubscription[subscription, default: 0] += 1
        byBucket[bucket, default: 0] += 1
    }

    mutating func giveBack(_ subscription: UUID, bucket: Int16) {
        inFlight -= 1
        bySubscription[subscription] = Self.decremented(bySubscription[subscription])
        byBucket[bucket] = Self.decremented(byBucket[bucket])
    }

    /// Zero is absence: the tables stay as small as what is in flight.
    private static func decremented(_ count: Int?) -> Int? {
        guard let count, count > 1 else { return nil }
        return count - 1
    }
}

/// Divides free slots among subscriptions that may each use some of them: equal parts first, then what others left.
///
/// The first ones of the list win when there are fewer slots than subscriptions.
func divide<ID>(_ slots: Int, among wishes: [(id: ID, count: Int)]) -> [(id: ID, count: Int)] {
    var rest = slots
    var parts = wishes.prefix(max(0, slots)).map { (id: $0.id, count: 0, wish: $0.count) }
    while rest > 0 {
        let open = parts.indices.filter { parts[$0].count < parts[$0].wish }
        guard !open.isEmpty else { break }
        let part = max(1, rest / open.count)
        for index in open where rest > 0 {
            let more = min(part, rest, parts[index].wish - parts[index].count)
            parts[index].count += more
            rest -= more
        }
    }
    return parts.filter { $0.count > 0 }.map { ($0.id, $0.count) }
}
