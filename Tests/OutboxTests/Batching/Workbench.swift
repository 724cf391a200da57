import Synchronization

@testable import Outbox

/// Performs batches of numbers when the test lets it; the answer to a number is its double, a negative one fails.
final class Workbench: Sendable {
    struct Negative: Error {}

    private struct State {
        var batches: [[Int]] = []
        var isOpen = false
        var held: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    /// The batches so far, the present ones included.
    var batches: [[Int]] { state.withLock(\.batches) }
    /// How many batches are in flight.
    var inFlight: Int { state.withLock(\.held.count) }

    func perform(_ batch: [Int]) async -> [Result<Int, any Error>] {
        await withCheckedContinuation { continuation in
            let isOpen = state.withLock { state in
                state.batches.append(batch)
                if !state.isOpen { state.held.append(continuation) }
                return state.isOpen
            }
            if isOpen { continuation.resume() }
        }
        return batch.map { $0 < 0 ? .failure(Negative()) : .success(2 * $0) }
    }

    /// Lets the present batches and all later ones end.
    func open() {
        let held = state.withLock { state in
            state.isOpen = true
            defer { state.held = [] }
            return state.held
        }
        for continuation in held { continuation.resume() }
    }

    /// Lends a batcher whose lanes run.
    func withBatcher(
        _ bounds: Batcher<Int, Int>.Bounds,
        weigh: @escaping @Sendable (Int) -> Int = { _ in 0 },
        _ body: (Batcher<Int, Int>) async throws -> Void
    ) async throws {
        let batcher = Batcher<Int, Int>(bounds, weigh: weigh) { await self.perform($0) }
        let lanes = Task { await batcher.run() }
        defer {
            open()
            batcher.close()
        }
        try await body(batcher)
        open()
        batcher.close()
        await lanes.value
    }
}

/// Many concurrent callers of a batcher.
final class Callers: Sendable {
    private struct State {
        var answers: [Int: Int] = [:]
        var refused = 0
        var failed: Set<Int> = []
        var tasks: [Task<Void, Never>] = []
    }

    private let batcher: Batcher<Int, Int>
    private let state = Mutex(State())

    init(_ batcher: Batcher<Int, Int>) {
        self.batcher = batcher
    }

    var answers: [Int: Int] { state.withLock(\.answers) }
    var failed: Set<Int> { state.withLock(\.failed) }
    /// How many were refused because the batcher is full; once it is known, all others wait.
    var refused: Int { state.withLock(\.refused) }

    func submit(_ items: some Sequence<Int>) {
        for item in items {
            let task = Task {
                do {
                    let answer = try await batcher.submit(item)
                    state.withLock { $0.answers[item] = answer }
                } catch Batcher<Int, Int>.Refusal.full {
                    state.withLock { $0.refused += 1 }
                } catch {
                    state.withLock { _ = $0.failed.insert(item) }
                }
            }
            state.withLock { $0.tasks.append(task) }
        }
    }

    /// Waits until everyone has an answer.
    func finish() async {
        for task in state.withLock(\.tasks) { await task.value }
    }
}
