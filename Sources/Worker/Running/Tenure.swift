import Outbox
import Synchronization

/// One registration of this process as a worker: from its number to its end.
///
/// Others bury a worker whose heartbeat is 30 s old by the database's clock, and then send what it held. So without a
/// confirmation it starts nothing after 20 s and closes what is open after 25 s, by a clock that also runs while the
/// machine sleeps; a confirmation counts from when its statement was sent.
final class Tenure: Sendable {
    let worker: WorkerID
    private let state: Mutex<State>

    private struct State {
        var confirmedAt: ContinuousClock.Instant
        var confirmations = 0
        var isOver = false
    }

    /// Confirmations in a row before this worker may bury others: after an outage they too get time to reconnect.
    static let confirmationsBeforeBurying = 4

    init(worker: WorkerID, registeredAt: ContinuousClock.Instant) {
        self.worker = worker
        state = Mutex(State(confirmedAt: registeredAt))
    }

    var isOver: Bool { state.withLock { $0.isOver } }

    var mayBury: Bool { state.withLock { $0.confirmations >= Self.confirmationsBeforeBurying } }

    func confirm(at instant: ContinuousClock.Instant) {
        state.withLock { state in
            state.confirmedAt = max(state.confirmedAt, instant)
            state.confirmations += 1
        }
    }

    func missed() {
        state.withLock { $0.confirmations = 0 }
    }

    func end() {
        state.withLock { $0.isOver = true }
    }

    /// Whether a request may start now.
    func mayStart(now: ContinuousClock.Instant = .now) -> Bool {
        state.withLock { !$0.isOver && now < $0.confirmedAt + Limits.heartbeatDoubt }
    }

    /// When all open requests have to be closed unless a heartbeat is confirmed before.
    var closesAt: ContinuousClock.Instant {
        state.withLock { $0.confirmedAt + Limits.heartbeatLoss }
    }
}
