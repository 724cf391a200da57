import Synchronization

/// What the worker says of itself: ready while its heartbeat is confirmed.
final class Health: Sendable {
    private let isReady = Atomic(false)

    var ready: Bool {
        get { isReady.load(ordering: .relaxed) }
        set { isReady.store(newValue, ordering: .relaxed) }
    }
}
