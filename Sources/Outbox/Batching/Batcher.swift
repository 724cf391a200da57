import DequeModule
import Synchronization

/// Turns many concurrent calls into few shared ones, adaptively and without a timer.
///
/// While a lane's batch is in flight the next one collects; one call alone starts at once, and under load the batches
/// grow by themselves. Callers are bounded in number and weight; who does not fit is refused at once.
package final class Batcher<Item: Sendable, Answer: Sendable>: Sendable {
    /// Performs a batch: one result per item, in order.
    package typealias Perform = @Sendable ([Item]) async -> [Result<Answer, any Error>]

    /// The bounds of a batcher.
    package struct Bounds: Sendable {
        /// How many batches may be in flight at the same time.
        package var lanes: Int
        /// The most items in a batch.
        package var batch: Int
        /// The most weight in a batch, unless one item alone weighs more.
        package var batchWeight: Int
        /// The most items that may wait.
        package var waiting: Int
        /// The most weight that may wait.
        package var waitingWeight: Int

        package init(lanes: Int, batch: Int, batchWeight: Int = .max, waiting: Int, waitingWeight: Int = .max) {
            self.lanes = lanes
            self.batch = batch
            self.batchWeight = batchWeight
            self.waiting = waiting
            self.waitingWeight = waitingWeight
        }
    }

    /// Why an item was not taken.
    package enum Refusal: Error {
        case full
        case closed
    }

    private typealias Ticket = CheckedContinuation<Answer, any Error>

    private struct Entry {
        let item: Item
        let weight: Int
        let ticket: Ticket
    }

    private struct State {
        var entries: Deque<Entry> = []
        var weight = 0
        var idleLanes: [CheckedContinuation<Void, Never>] = []
        var isClosed = false
    }

    private let bounds: Bounds
    private let weigh: @Sendable (Item) -> Int
    private let perform: Perform
    private let state = Mutex(State())

    package init(_ bounds: Bounds, weigh: @escaping @Sendable (Item) -> Int = { _ in 0 }, perform: @escaping Perform) {
        self.bounds = bounds
        self.weigh = weigh
        self.perform = perform
    }

    /// Adds an item to the next batch and waits for its result; throws ``Refusal`` or the result's error.
    ///
    /// Cancellation does not take an item back: what it shares a batch with must not suffer.
    package func submit(_ item: Item) async throws -> Answer {
        let weight = weigh(item)
        return try await withCheckedThrowingContinuation { (ticket: Ticket) in
            let (refusal, lane) = state.withLock { state -> (Refusal?, CheckedContinuation<Void, Never>?) in
                if state.isClosed { return (.closed, nil) }
                guard state.entries.count < bounds.waiting, state.weight + weight <= bounds.waitingWeight else {
                    return (.full, nil)
                }
                state.entries.append(Entry(item: item, weight: weight, ticket: ticket))
                state.weight += weight
                return (nil, state.idleLanes.popLast())
            }
            if let refusal { ticket.resume(throwing: refusal) }
            lane?.resume()
        }
    }

    /// Runs the lanes until ``close()`` or cancellation; what waits then is still performed.
    package func run() async {
        await withTaskCancellationHandler {
            await withDiscardingTaskGroup { group in
                for _ in 0..<bounds.lanes {
                    group.addTask { await self.runLane() }
                }
            }
        } onCancel: {
            self.close()
        }
    }

    /// Refuses new items and lets ``run()`` return once the waiting ones are performed.
    package func close() {
        let lanes = state.withLock { state in
            state.isClosed = true
            defer { state.idleLanes = [] }
            return state.idleLanes
        }
        for lane in lanes { lane.resume() }
    }

    private func runLane() async {
        while true {
            let (batch, isClosed) = state.withLock { (takeBatch(&$0), $0.isClosed) }
            if !batch.isEmpty {
                let results = await perform(batch.map(\.item))
                for (entry, result) in zip(batch, results) { entry.ticket.resume(with: result) }
            } else if isClosed {
                return
            } else {
                await park()
            }
        }
    }

    private func takeBatch(_ state: inout State) -> [Entry] {
        var batch: [Entry] = []
        var weight = 0
        while let next = state.entries.first, batch.count < bounds.batch {
            guard batch.isEmpty || weight + next.weight <= bounds.batchWeight else { break }
            weight += next.weight
            batch.append(state.entries.removeFirst())
        }
        state.weight -= weight
        return batch
    }

    private func park() async {
        await withCheckedContinuation { continuation in
            let mayPark = state.withLock { state in
                guard state.entries.isEmpty, !state.isClosed else { return false }
                state.idleLanes.append(continuation)
                return true
            }
            if !mayPark { continuation.resume() }
        }
    }
}

/// Performs a shared statement for a batch and halves it on data errors until the culprit stands alone; the rest commit.
package func splittingOnDataErrors<Item: Sendable, Answer: Sendable>(
    _ batch: [Item],
    isDataError: (any Error) -> Bool,
    perform: ([Item]) async throws -> [Answer]
) async -> [Result<Answer, any Error>] {
    do {
        return try await perform(batch).map { .success($0) }
    } catch  where batch.count > 1 && isDataError(error) {
        let middle = batch.count / 2
        let first = await splittingOnDataErrors(Array(batch[..<middle]), isDataError: isDataError, perform: perform)
        let second = await splittingOnDataErrors(Array(batch[middle...]), isDataError: isDataError, perform: perform)
        return first + second
    } catch {
        return batch.map { _ in .failure(error) }
    }
}
