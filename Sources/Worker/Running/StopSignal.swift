import Synchronization

/// Says once and for all that the process is to stop.
final class StopSignal: Sendable {
    private let raised = Atomic(false)
    private let alarm = Alarm()

    var isRaised: Bool { raised.load(ordering: .acquiring) }

    func raise() {
        raised.store(true, ordering: .releasing)
        alarm.raise()
    }

    /// Waits until it is raised or the time is up; for one task at a time.
    func wait(upTo duration: Duration) async {
        guard !isRaised else { return }
        await alarm.wait(upTo: duration)
    }
}
