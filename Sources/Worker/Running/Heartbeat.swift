import Logging
import Outbox

/// Confirms every 3 s that the worker lives, buries those that no longer do, and ends the tenure when it must.
struct Heartbeat: Sendable {
    let queue: DeliveryQueue
    let tenure: Tenure
    let health: Health
    let logger: Logger

    func run() async {
        await withDiscardingTaskGroup { group in
            group.addTask { await watch() }
            await beat()
            group.cancelAll()
        }
    }

    private func beat() async {
        while !tenure.isOver, !Task.isCancelled {
            let sentAt = ContinuousClock.now
            do {
                guard try await queue.heartbeat(tenure.worker) else {
                    logger.error("worker was buried", metadata: ["worker": "\(tenure.worker)"])
                    return tenure.end()
                }
                tenure.confirm(at: sentAt)
                health.ready = true
                if tenure.mayBury { try await bury() }
            } catch {
                guard !Task.isCancelled else { return }
                tenure.missed()
                health.ready = false
                logger.warning("heartbeat not confirmed", metadata: ["error": "\(String(reflecting: error))"])
            }
            // Throws only when the task is cancelled, which the loop looks at.
            try? await Task.sleep(until: sentAt + Limits.heartbeatInterval)
        }
    }

    private func bury() async throws {
        let rows = try await queue.bury()
        guard rows > 0 else { return }
        logger.warning("work of dead workers was taken back", metadata: ["deliveries": "\(rows)"])
    }

    /// A task of its own: the heartbeat's statement may hang for longer than the tenure lasts.
    private func watch() async {
        while !tenure.isOver, !Task.isCancelled {
            let end = tenure.closesAt
            guard ContinuousClock.now < end else {
                logger.error("worker lost its tenure", metadata: ["worker": "\(tenure.worker)"])
                return tenure.end()
            }
            // Throws only when the task is cancelled, which the loop looks at.
            try? await Task.sleep(until: end)
        }
    }
}
