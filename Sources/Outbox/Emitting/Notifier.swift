package import Logging
package import Postgres
import ServiceLifecycle

/// Wakes the workers after a commit: at most one `NOTIFY` per 50 ms and process, on a connection of its own.
///
/// In the emitting transaction it would cost half of the commit rate: a commit with a `NOTIFY` holds a lock of the whole
/// server. It is a hint; the workers poll, and nothing is lost when none arrives.
package final class Notifier: Service {
    /// The channel that workers listen on.
    package static let channel = "postrider"

    private let database: PostgresPool
    private let logger: Logger
    private let hints: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    package init(_ configuration: PostgresConfiguration, logger: Logger) {
        var configuration = configuration
        configuration.poolSize = 1
        database = PostgresPool(configuration)
        self.logger = logger
        (hints, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Asks for a notification; returns at once, and many become one.
    package func hint() {
        continuation.yield()
    }

    /// Sends the notifications until shutdown.
    package func run() async throws {
        for await _ in hints.cancelOnGracefulShutdown() {
            do {
                try await database.execute("NOTIFY \(unsafe: Self.channel)")
            } catch {
                logger.debug("workers were not notified", metadata: ["error": "\(String(reflecting: error))"])
            }
            // Throws only when the task is cancelled, which ends the loop as well.
            try? await Task.sleep(for: Limits.notifyInterval)
        }
        await database.close()
    }
}
