import Foundation
import Testing

@testable import Worker

@Suite(.timeLimit(.minutes(1)))
struct SharedSlotsTests {
    private let one = UUID()
    private let two = UUID()

    private func isRaised(_ slots: SharedSlots) async -> Bool {
        await slots.alarm.rest(.zero, atLeast: .zero, since: .now)
    }

    @Test func aFreedSlotWakesWhoWaitsForIt() async {
        let slots = SharedSlots(capacity: 2)
        slots.withLock { slots in
            slots.take(one, bucket: 1)
            slots.take(two, bucket: 1)
        }
        slots.workIsWaiting = true
        slots.giveBack(one, bucket: 1)
        #expect(await isRaised(slots))
        #expect(!slots.isIdle)
    }

    @Test func nobodyIsWokenWhileNothingWaits() async {
        let slots = SharedSlots(capacity: 2)
        slots.withLock { slots in
            slots.take(one, bucket: 1)
            slots.take(two, bucket: 1)
        }
        slots.giveBack(one, bucket: 1)
        #expect(await !isRaised(slots))
    }

    /// Whoever drains waits for this.
    @Test func theLastOneWakes() async {
        let slots = SharedSlots(capacity: 2)
        slots.withLock { $0.take(one, bucket: 1) }
        #expect(!slots.isIdle)
        slots.giveBack(one, bucket: 1)
        #expect(slots.isIdle)
        #expect(await isRaised(slots))
    }
}
