import Foundation
import Synchronization

/// The slots as the work loop and the requests in flight share them; a freed slot wakes the loop when work waits for it.
final class SharedSlots: Sendable {
    let alarm = Alarm()
    private let slots: Mutex<Slots>
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

    func giveBack(_ subscription: UUID, bucket: Int16) {
        let isIdle = slots.withLock { slots in
            slots.giveBack(subscription, bucket: bucket)
            return slots.inFlight == 0
        }
        if workIsWaiting || isIdle { alarm.raise() }
    }
}
