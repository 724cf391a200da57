import TestKit
import Testing

@testable import Worker

struct BucketShareTests {
    private static let all = Array(0..<Int16(256))

    private func share(owning count: Int, of share: Int) -> BucketShare {
        var buckets = BucketShare()
        buckets.update(owned: Array(Self.all.prefix(count)), share: share)
        return buckets
    }

    @Test func withinItsShareItWorksOnAll() {
        var buckets = share(owning: 256, of: 256)
        #expect(buckets.draining.isEmpty)
        #expect(Set(buckets.working()) == Set(Self.all))
    }

    @Test func theSurplusDrains() {
        var buckets = share(owning: 256, of: 128)
        #expect(buckets.draining.count == 128)
        #expect(buckets.owned.count == 256)
        #expect(buckets.working().count == 128)
        #expect(buckets.draining.isDisjoint(with: buckets.working()))
        for bucket in buckets.draining { #expect(!buckets.isWorking(bucket)) }
    }

    @Test func whatDrainsGoesOnDraining() {
        var buckets = share(owning: 256, of: 128)
        let draining = buckets.draining
        buckets.update(owned: Self.all, share: 128)
        #expect(buckets.draining == draining)
        buckets.update(owned: Self.all, share: 86)
        #expect(buckets.draining.count == 170)
        #expect(buckets.draining.isSuperset(of: draining))
    }

    /// A worker went away before anything was given back.
    @Test func whatDrainsComesBackWhenItIsNeeded() {
        var buckets = share(owning: 256, of: 86)
        let draining = buckets.draining
        buckets.update(owned: Self.all, share: 128)
        #expect(buckets.draining.count == 128)
        #expect(buckets.draining.isSubset(of: draining))
        buckets.update(owned: Self.all, share: 256)
        #expect(buckets.draining.isEmpty)
        #expect(buckets.working().count == 256)
    }

    @Test func whatIsIdleIsGivenBack() {
        var buckets = share(owning: 256, of: 128)
        let busy = Set(buckets.draining.sorted().prefix(3))
        let releasable = buckets.releasable { !busy.contains($0) }
        #expect(Set(releasable) == buckets.draining.subtracting(busy))
        buckets.released(releasable)
        #expect(buckets.draining == busy)
        #expect(buckets.owned.count == 131)
        #expect(buckets.working().count == 128)
        buckets.released(Array(busy))
        #expect(buckets.owned.count == 128)
        #expect(buckets.draining.isEmpty)
    }

    @Test func whatIsWorkedOnIsNeverGivenBack() {
        let buckets = share(owning: 100, of: 100)
        #expect(buckets.releasable { _ in true }.isEmpty)
    }

    /// Buried meanwhile: the database says that it owns nothing any more.
    @Test func whatIsNoLongerOwnedIsForgotten() {
        var buckets = share(owning: 256, of: 128)
        buckets.update(owned: [], share: 128)
        #expect(buckets.owned.isEmpty)
        #expect(buckets.draining.isEmpty)
        #expect(buckets.working().isEmpty)
    }

    @Test func eachTurnStartsWithAnotherBucket() {
        var buckets = share(owning: 4, of: 4)
        let turns = (0..<4).map { _ in buckets.working() }
        #expect(Set(turns.compactMap(\.first)) == [0, 1, 2, 3])
        for turn in turns { #expect(turn.sorted() == [0, 1, 2, 3]) }
    }

    @Test(arguments: 0..<50 as Range<UInt64>) func itNeverWorksOnMoreThanItsShare(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var buckets = BucketShare()
        for _ in 0..<50 {
            let owned = Self.all.shuffled(using: &generator).prefix(Int.random(in: 0...256, using: &generator))
            let share = Int.random(in: 1...256, using: &generator)
            buckets.update(owned: Array(owned), share: share)
            #expect(buckets.owned == Set(owned))
            #expect(buckets.draining.isSubset(of: buckets.owned))
            #expect(buckets.working().count == min(share, owned.count))
            buckets.released(buckets.releasable { $0.isMultiple(of: 2) })
            #expect(buckets.draining.allSatisfy { !$0.isMultiple(of: 2) })
        }
    }
}
