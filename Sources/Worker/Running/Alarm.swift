import Synchronization

/// Ends one task's rest early; raising it many times before it is looked at counts once.
final class Alarm: Sendable {
    private struct State {
        var isRaised = false
        var waiter: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    func raise() {
        let waiter = state.withLock { state in
            guard let waiter = state.waiter else {
                state.isRaised = true
                return nil as CheckedContinuation<Void, Never>?
            }
            state.waiter = nil
            return waiter
        }
        waiter?.resume()
    }

    /// Rests until the alarm is raised or the time is up, but until `minimum` has passed since `start` in any case.
    ///
    /// Answers whether the alarm was raised. For one task at a time; cancellation ends the rest.
    func rest(_ duration: Duration, atLeast minimum: Duration, since start: ContinuousClock.Instant) async -> Bool {
        let end = ContinuousClock.now + duration
        if duration > .zero { await wait(upTo: duration) }
        let wasRaised = ContinuousClock.now < end || state.withLock { $0.isRaised }
        // Throws only when the task is cancelled, and then there is nothing to wait for.
        if wasRaised { try? await Task.sleep(until: start + minimum) }
        state.withLock { $0.isRaised = false }
        return wasRaised
    }

    /// Waits until the alarm is raised, the time is up or the task is cancelled; for one task at a time.
    func wait(upTo duration: Duration) async {
        await withDiscardingTaskGroup { group in
            group.addTask {
                // A cancelled sleep means that the alarm was raised first.
                guard (try? await Task.sleep(for: duration)) != nil else { return }
                self.raise()
            }
            await withTaskCancellationHandler {
                await self.suspend()
            } onCancel: {
                self.raise()
            }
            group.cancelAll()
        }
    }

    private func suspend() async {
        await withCheckedContinuation { continuation in
            let isRaised = state.withLock { state in
                guard !state.isRaised else {
                    state.isRaised = false
                    return true
                }
                state.waiter = continuation
                return false
            }
            if isRaised { continuation.resume() }
        }
    }
}
