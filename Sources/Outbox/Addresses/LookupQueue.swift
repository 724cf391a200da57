import DequeModule
import Dispatch

/// Who waits for which lookup, and which threads are free: the bookkeeping of `SystemResolver`.
struct LookupQueue {
    struct Lookup {
        let id: UInt64
        let host: String
        let port: Int
    }

    typealias Continuation = CheckedContinuation<[IPAddress], any Error>

    private var lastID: UInt64 = 0
    private var idle: [DispatchQueue]
    private var waiting: Deque<Lookup> = []
    private var continuations: [UInt64: Continuation] = [:]
    private let maximumWaiting: Int

    /// Serial queues: each runs on a thread beyond the pools of Dispatch and of Swift's tasks, which blocking would starve.
    init(threads: Int, maximumWaiting: Int) {
        idle = (0..<max(threads, 1)).map { DispatchQueue(label: "postrider.resolver.\($0)") }
        self.maximumWaiting = maximumWaiting
    }

    mutating func makeID() -> UInt64 {
        lastID += 1
        return lastID
    }

    /// Whether the lookup was taken; if not, the continuation stays the caller's to resume.
    mutating func enqueue(_ lookup: Lookup, _ continuation: Continuation) -> Bool {
        guard waiting.count < maximumWaiting else { return false }
        waiting.append(lookup)
        continuations[lookup.id] = continuation
        return true
    }

    /// The next lookup that someone still waits for, and a thread for it.
    mutating func dequeue() -> (Lookup, DispatchQueue)? {
        guard let thread = idle.last, let lookup = waiting.popFirst() else { return nil }
        idle.removeLast()
        return (lookup, thread)
    }

    /// The continuation to resume, of a lookup that nobody shall wait for any more.
    mutating func cancel(_ id: UInt64) -> Continuation? {
        waiting.removeAll { $0.id == id }
        return continuations.removeValue(forKey: id)
    }

    /// The continuation to resume, unless it was cancelled meanwhile; the thread is free again.
    mutating func finish(_ id: UInt64, on thread: DispatchQueue) -> Continuation? {
        idle.append(thread)
        return continuations.removeValue(forKey: id)
    }
}
