import NIOCore

/// The one timer of a connection: it wakes at the earliest time asked for, and its owner then asks for the next.
///
/// Most exchanges end long before their deadline, so a timer that an earlier one has set serves those after it: one
/// scheduled task for each deadline's length, not one for each request. Confined to the event loop.
final class WakeUp {
    private var scheduled: Scheduled<Void>?
    private var due: NIODeadline?

    func arm(by deadline: NIODeadline, on loop: any EventLoop, _ wake: @escaping () -> Void) {
        if let due, due <= deadline { return }
        scheduled?.cancel()
        due = deadline
        scheduled = loop.assumeIsolated()
            .scheduleTask(deadline: deadline) { [self] in
                due = nil
                scheduled = nil
                wake()
            }
    }

    func cancel() {
        scheduled?.cancel()
        scheduled = nil
        due = nil
    }
}
