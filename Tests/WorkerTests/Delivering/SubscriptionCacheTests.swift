import Foundation
import Outbox
import Testing

@testable import Worker

struct SubscriptionCacheTests {
    private let now = ContinuousClock.now

    @Test func aVersionIsGoodForItselfAndEarlierOnes() {
        var cache = SubscriptionCache()
        let id = UUID()
        #expect(cache.current(id, version: 1) == nil)
        cache.store(.sample(id: id, version: 3), at: now)
        #expect(cache.current(id, version: 3)?.subscription.id == id)
        #expect(cache.current(id, version: 2) != nil)
        #expect(cache.current(id, version: 4) == nil)
        #expect(cache[id] != nil)
    }

    @Test func theLatestLoadCounts() {
        var cache = SubscriptionCache()
        let id = UUID()
        cache.store(.sample(id: id, version: 1), at: now)
        cache.store(.sample(id: id, version: 2), at: now + .seconds(1))
        #expect(cache[id]?.subscription.version == 2)
        #expect(cache[id]?.loadedAt == now + .seconds(1))
        #expect(Array(cache.recent).count == 1)
    }

    @Test func theMostRecentlyUsedComeFirst() {
        var cache = SubscriptionCache()
        let ids = (0..<4).map { _ in UUID() }
        for id in ids { cache.store(.sample(id: id), at: now) }
        #expect(cache.recent.map(\.id) == ids.reversed())
        cache.touch(ids[1])
        cache.touch(UUID())
        #expect(cache.recent.map(\.id) == [ids[1], ids[3], ids[2], ids[0]])
        cache.store(.sample(id: ids[0], version: 2), at: now)
        #expect(cache.recent.map(\.id) == [ids[0], ids[1], ids[3], ids[2]])
    }

    @Test func thoseOfferedAreBounded() {
        var cache = SubscriptionCache()
        for _ in 0..<SubscriptionCache.hot + 10 { cache.store(.sample(), at: now) }
        #expect(Array(cache.recent).count == SubscriptionCache.hot)
    }

    @Test func theLeastRecentlyUsedMakeRoom() {
        var cache = SubscriptionCache()
        let (first, second, last) = (UUID(), UUID(), UUID())
        cache.store(.sample(id: first), at: now)
        cache.store(.sample(id: second), at: now)
        for _ in 0..<SubscriptionCache.capacity - 2 { cache.store(.sample(), at: now) }
        #expect(cache[first] != nil)
        cache.touch(first)
        cache.store(.sample(id: last), at: now)
        #expect(cache[second] == nil)
        #expect(cache[first] != nil)
        #expect(cache[last] != nil)
    }
}
