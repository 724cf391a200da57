import Synchronization

/// A clock that a test moves by hand.
package final class ManualClock: Clock, Sendable {
    /// A time since the clock was made.
    package struct Instant: InstantProtocol, Sendable, Hashable {
        package var offset: Duration

        package func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
        package func duration(to other: Instant) -> Duration { other.offset - offset }
        package static func < (left: Instant, right: Instant) -> Bool { left.offset < right.offset }
    }

    private struct Sleeper {
        var deadline: Instant
        var continuation: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var now = Instant(offset: .zero)
        var sleepers: [Int: Sleeper] = [:]
        var nextSleeper = 0
    }

    private let state = Mutex(State())

    package init() {}

    package var now: Instant { state.withLock(\.now) }
    package var minimumResolution: Duration { .zero }

    /// How many tasks sleep by this clock.
    package var sleepers: Int { state.withLock(\.sleepers.count) }

    /// Moves the time on and wakes everyone whose time has come, the earliest first.
    package func advance(by duration: Duration) {
        precondition(duration >= .zero, "time does not move backwards")
        let due = state.withLock { state -> [Sleeper] in
            state.now = state.now.advanced(by: duration)
            let due = state.sleepers.filter { $0.value.deadline <= state.now }
            for id in due.keys { state.sleepers[id] = nil }
            return due.values.sorted { $0.deadline < $1.deadline }
        }
        for sleeper in due { sleeper.continuation.resume() }
    }

    /// Waits until this many tasks sleep, so that advancing the time reaches them.
    package func waitForSleepers(_ count: Int = 1, file: String = #fileID, line: Int = #line) async throws {
        try await eventually("\(count) sleeping tasks", file: file, line: line) { sleepers >= count }
    }

    package func sleep(until deadline: Instant, tolerance: Duration? = nil) async throws {
        let id = state.withLock { state in
            state.nextSleeper += 1
            return state.nextSleeper
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                enqueue(id, Sleeper(deadline: deadline, continuation: continuation))
            }
        } onCancel: {
            let sleeper = state.withLock { $0.sleepers.removeValue(forKey: id) }
            sleeper?.continuation.resume(throwing: CancellationError())
        }
    }

    private func enqueue(_ id: Int, _ sleeper: Sleeper) {
        let isOver = state.withLock { state -> Bool in
            guard !Task.isCancelled, sleeper.deadline > state.now else { return true }
            state.sleepers[id] = sleeper
            return false
        }
        guard isOver else { return }
        sleeper.continuation.resume(with: Task.isCancelled ? .failure(CancellationError()) : .success(()))
    }
}
