import Logging
import Outbox
import Postgres
import ServiceLifecycle

/// Makes partitions ahead, drops old ones, and ends what has waited too long; every worker may do it, one does.
struct UpkeepService: Service {
    let queue: DeliveryQueue
    let retention: Duration
    let logger: Logger

    private static let interval: Duration = .seconds(60)

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await attempt("partitions not made") { try await queue.ensurePartitions() }
                await attempt("old deliveries not ended") {
                    while try await queue.expire() > 0 { try Task.checkCancellation() }
                }
                await attempt("old events not dropped") {
                    while let step = try await queue.prune(retention: retention) {
                        logger.notice("retention went a step", metadata: ["dropped": "\(step)"])
                        try Task.checkCancellation()
                    }
                }
                // Throws only when the task is cancelled, which the loop looks at.
                try? await Task.sleep(for: Self.interval)
            }
        }
    }

    /// A lock that could not be had is tried for again a minute later.
    private func attempt(_ failure: Logger.Message, _ body: () async throws -> Void) async {
        do {
            try await body()
        } catch {
            guard !Task.isCancelled else { return }
            let isBusy = (error as? PostgresError)?.sqlState == "55P03"
            logger.log(
                level: isBusy ? .info : .warning,
                failure,
                metadata: ["error": "\(String(reflecting: error))"]
            )
        }
    }
}
