import Foundation
import TestKit
import Testing

@testable import Worker

struct SlotsTests {
    private let one = UUID()
    private let two = UUID()

    @Test func countsWhatIsInFlight() {
        var slots = Slots(capacity: 3)
        #expect(slots.free == 3)
        slots.take(one, bucket: 1)
        slots.take(one, bucket: 1)
        slots.take(two, bucket: 2)
        #expect(slots.inFlight == 3)
        #expect(slots.free == 0)
        slots.giveBack(one, bucket: 1)
        #expect(slots.free == 1)
    }

    @Test func aSubscriptionsOwnLimitCounts() {
        var slots = Slots(capacity: 10)
        #expect(slots.free(for: one, limit: 2, ordered: false) == 2)
        slots.take(one, bucket: 1)
        #expect(slots.free(for: one, limit: 2, ordered: false) == 1)
        slots.take(one, bucket: 1)
        #expect(slots.free(for: one, limit: 2, ordered: false) == 0)
        #expect(slots.free(for: two, limit: 2, ordered: false) == 2)
        // A limit that was lowered meanwhile.
        #expect(slots.free(for: one, limit: 1, ordered: false) == 0)
        slots.giveBack(one, bucket: 1)
        #expect(slots.free(for: one, limit: 2, ordered: false) == 1)
    }

    @Test func anOrderedSubscriptionHasOneInFlight() {
        var slots = Slots(capacity: 10)
        #expect(slots.free(for: one, limit: 16, ordered: true) == 1)
        slots.take(one, bucket: 1)
        #expect(slots.free(for: one, limit: 16, ordered: true) == 0)
    }

    @Test func theCapacityCountsForEveryone() {
        var slots = Slots(capacity: 2)
        slots.take(one, bucket: 1)
        #expect(slots.free(for: two, limit: 16, ordered: false) == 1)
        slots.take(two, bucket: 2)
        #expect(slots.free(for: two, limit: 16, ordered: false) == 0)
        #expect(slots.free(for: one, limit: 16, ordered: true) == 0)
    }

    @Test func aBucketIsIdleWhenNothingOfItIsInFlight() {
        var slots = Slots(capacity: 10)
        #expect(slots.isIdle(bucket: 1))
        slots.take(one, bucket: 1)
        slots.take(two, bucket: 1)
        slots.take(two, bucket: 2)
        #expect(!slots.isIdle(bucket: 1))
        slots.giveBack(one, bucket: 1)
        #expect(!slots.isIdle(bucket: 1))
        slots.giveBack(two, bucket: 1)
        #expect(slots.isIdle(bucket: 1))
        #expect(!slots.isIdle(bucket: 2))
    }

    @Test(arguments: 0..<20 as Range<UInt64>) func countsComeOutEven(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var slots = Slots(capacity: 50)
        let subscriptions = (0..<5).map { _ in UUID() }
        var taken: [(UUID, Int16)] = []
        for _ in 0..<500 {
            if slots.free > 0, Bool.random(using: &generator) {
                let index = Int.random(in: 0..<5, using: &generator)
                taken.append((subscriptions[index], Int16(index % 3)))
                slots.take(subscriptions[index], bucket: Int16(index % 3))
            } else if let last = taken.popLast() {
                slots.giveBack(last.0, bucket: last.1)
            }
            #expect(slots.inFlight == taken.count)
            for bucket in 0..<3 as Range<Int16> {
                #expect(slots.isIdle(bucket: bucket) == !taken.contains { $0.1 == bucket })
            }
        }
    }
}
