import Outbox

/// The buckets that this worker owns, and those of them that it is about to give back; pure.
struct BucketShare: Sendable {
    private(set) var owned: Set<Int16> = []
    /// Owned, but nothing new is started there: once nothing of theirs is in flight they are released.
    private(set) var draining: Set<Int16> = []

    /// The buckets that are worked on, in a rotating order: a statement's limit is met by other buckets each time.
    mutating func working() -> [Int16] {
        let working = owned.subtracting(draining).sorted()
        guard !working.isEmpty else { return [] }
        turn = (turn + 1) % working.count
        return Array(working[turn...] + working[..<turn])
    }

    private var turn = 0

    func isWorking(_ bucket: Int16) -> Bool {
        owned.contains(bucket) && !draining.contains(bucket)
    }

    /// Takes over what the database says; a surplus above the share starts to drain.
    mutating func update(owned buckets: [Int16], share: Int) {
        owned = Set(buckets)
        draining.formIntersection(owned)
        let surplus = owned.count - share
        if surplus < draining.count {
            // A worker has gone meanwhile: what was about to be given back is needed here again.
            draining = Set(draining.sorted().prefix(max(0, surplus)))
        } else {
            let more = owned.subtracting(draining).sorted().suffix(surplus - draining.count)
            draining.formUnion(more)
        }
    }

    /// Draining buckets that can be given back now.
    func releasable(isIdle: (Int16) -> Bool) -> [Int16] {
        draining.filter(isIdle).sorted()
    }

    mutating func released(_ buckets: [Int16]) {
        owned.subtract(buckets)
        draining.subtract(buckets)
    }
}
