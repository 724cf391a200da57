import Foundation
import Outbox
import Synchronization

/// The slots as the work loop and the requests in flight share them; a freed slot wakes the loop when work waits for it.
final class SharedSlots: Sendable {
    let alarm = Alarm()
    private let slots: Mutex<Slots>
    private let pairs = Mutex<Set<PairID>>([])
    private let waiting = Atomic(false)

    init(capacity: Int) {
        slots = Mutex(Slots(capacity: capacity))
    }

    func withLock<R>(_ body: (inout sending Slots) -> sending R) -> sending R {
        slots.withLock(body)
    }

    /// Whether work is due that no slot was free for.
    var workIsWaiting: Bool {
        get { waiting.load(ordering: .relaxed) }
        set { waiting.store(newValue, ordering: .relaxed) }
    }

    var isIdle: Bool { slots.withLock { $0.inFlight == 0 } }

    /// The deliveries that this process has in hand, from their lease to the end of their result's writing.
    var inHand: Set<PairID> { pairs.withLock { $0 } }

    func hold(_ pair: PairID) {
        pairs.withLock { _ = $0.insert(pair) }
    }

    func letGo(_ pair: PairID) {
        pairs.withLock { _ = $0.remove(pair) }
    }

    func giveBack(_ subscription: UUID, bucket: Int16) {
        let isIdle = slots.withLock { slots in
            slots.giveBack(subscription, bucket: bucket)
            return slots.inFlight == 0
        }
        if workIsWaiting || isIdle { alarm.raise() }
    }
}
