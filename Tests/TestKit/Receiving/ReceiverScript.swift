import LocalHTTP
import Synchronization

/// Records requests and finds the reaction to each.
final class ReceiverScript: Sendable {
    private struct State {
        var requests: [ReceivedRequest] = []
        var queued: [Reaction] = []
        var standing: Reaction
        var hanging: [CheckedContinuation<Void, Never>] = []
        var isReleased = false
    }

    private let state: Mutex<State>

    init(_ standing: Reaction) {
        state = Mutex(State(standing: standing))
    }

    var requests: [ReceivedRequest] { state.withLock(\.requests) }

    func enqueue(_ reactions: [Reaction]) { state.withLock { $0.queued += reactions } }

    func setStanding(_ reaction: Reaction) { state.withLock { $0.standing = reaction } }

    func react(to request: ReceivedRequest) async -> ReceiverAnswer {
        let reaction = state.withLock { state in
            state.requests.append(request)
            return state.queued.isEmpty ? state.standing : state.queued.removeFirst()
        }
        switch reaction {
        case .answer(let answer):
            return answer
        case .run(let closure):
            return await closure(request)
        case .hang(let answer):
            await withCheckedContinuation { hang($0) }
            return answer
        }
    }

    func release() {
        let hanging = state.withLock { state in
            state.isReleased = true
            defer { state.hanging = [] }
            return state.hanging
        }
        for continuation in hanging { continuation.resume() }
    }

    private func hang(_ continuation: CheckedContinuation<Void, Never>) {
        let isReleased = state.withLock { state in
            if !state.isReleased { state.hanging.append(continuation) }
            return state.isReleased
        }
        if isReleased { continuation.resume() }
    }
}
