import Logging
import Outbox
import Postgres

/// Writes the results of attempts, many with one statement, until the database has taken them.
final class Finisher: Sendable {
    private let batcher: Batcher<FinishedAttempt, Bool>

    private static let bounds = Batcher<FinishedAttempt, Bool>
        .Bounds(lanes: 2, batch: Limits.finishBatch, waiting: .max)
    private static let longestPause: Duration = .seconds(1)

    init(queue: DeliveryQueue, worker: WorkerID, logger: Logger) {
        batcher = Batcher(Self.bounds) { batch in
            await Self.write(batch, to: queue, as: worker, logger: logger)
        }
    }

    func run() async {
        await batcher.run()
    }

    func close() {
        batcher.close()
    }

    /// Writes one result; false when the lease was lost meanwhile.
    ///
    /// Throws when the process ends before it is written.
    func finish(_ attempt: FinishedAttempt) async throws -> Bool {
        try await batcher.submit(attempt)
    }

    /// While the database is away the results wait here, one for each request in flight, and no more are made.
    private static func write(
        _ batch: [FinishedAttempt],
        to queue: DeliveryQueue,
        as worker: WorkerID,
        logger: Logger
    ) async -> [Result<Bool, any Error>] {
        var results = [Result<Bool, any Error>?](repeating: nil, count: batch.count)
        var open = Array(batch.indices)
        var pause: Duration = .milliseconds(50)
        while true {
            let written = await splittingOnDataErrors(open.map { batch[$0] }, isDataError: isDataError) {
                try await queue.finishIfLeased($0, by: worker)
            }
            for (index, result) in zip(open, written) { results[index] = result }
            open = open.filter { isTransient(results[$0]) }
            guard !open.isEmpty, !Task.isCancelled else { break }
            logger.warning(
                "results were not written, trying again",
                metadata: ["results": "\(open.count)", "error": "\(reason(results[open[0]]))"]
            )
            // Throws only when the task is cancelled, which the loop looks at.
            try? await Task.sleep(for: pause)
            pause = min(pause * 2, longestPause)
        }
        return results.map { $0 ?? .success(false) }
    }

    private static func isDataError(_ error: any Error) -> Bool {
        (error as? PostgresError)?.isDataError == true
    }

    private static func isTransient(_ result: Result<Bool, any Error>?) -> Bool {
        guard case .failure(let error) = result else { return false }
        return (error as? PostgresError)?.isTransient ?? false
    }

    private static func reason(_ result: Result<Bool, any Error>?) -> String {
        guard case .failure(let error) = result else { return "" }
        return String(reflecting: error)
    }
}
