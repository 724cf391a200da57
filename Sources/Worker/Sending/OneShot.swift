import Synchronization

/// A value that is set once, by whoever comes first, and awaited by one task.
final class OneShot<Value: Sendable>: Sendable {
    private enum State {
        case empty
        case awaited(CheckedContinuation<Value, Never>)
        case set(Value)
    }

    private let state = Mutex(State.empty)

    /// Whether a value is set.
    var isSet: Bool {
        state.withLock { state in
            if case .set = state { true } else { false }
        }
    }

    /// Sets the value unless one is set; returns whether this call did.
    @discardableResult
    func set(_ value: Value) -> Bool {
        let (isFirst, continuation) = state.withLock { state -> (Bool, CheckedContinuation<Value, Never>?) in
            switch state {
            case .set:
                return (false, nil)
            case .empty:
                state = .set(value)
                return (true, nil)
            case .awaited(let continuation):
                state = .set(value)
                return (true, continuation)
            }
        }
        continuation?.resume(returning: value)
        return isFirst
    }

    /// Waits for the value; a cancelled task sets `cancelled` itself and so returns at once.
    func value(orIfCancelled cancelled: Value) async -> Value {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let value = state.withLock { state -> Value? in
                    if case .set(let value) = state { return value }
                    state = .awaited(continuation)
                    return nil
                }
                if let value { continuation.resume(returning: value) }
            }
        } onCancel: {
            set(cancelled)
        }
    }
}
