/// Listens on one channel with a connection of its own and tells that something happened, not what.
///
/// Notifications are hints: those sent while the connection was down are lost, so every (re)connection yields once.
public struct PostgresListener: Sendable {
    private let configuration: PostgresConfiguration
    private let channel: String
    private let continuation: AsyncStream<Void>.Continuation
    /// One element per burst of notifications; at most one waits to be read.
    public let wakeups: AsyncStream<Void>

    /// How long the connection may be silent before it is probed.
    private static let probeInterval: Duration = .seconds(30)
    private static let pauses: [Duration] = [.milliseconds(100), .milliseconds(500), .seconds(1), .seconds(2)]

    /// Creates a listener; `channel` must be a plain identifier.
    public init(_ configuration: PostgresConfiguration, channel: String) {
        precondition(
            !channel.isEmpty && channel.allSatisfy { $0.isASCII && ($0.isLetter || $0 == "_") },
            "a channel is a plain identifier"
        )
        self.configuration = configuration
        self.channel = channel
        (wakeups, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Listens until the task is cancelled; reconnects by itself, and reports each lost connection to `onFailure`.
    public func run(onFailure: @Sendable (any Error) -> Void) async {
        var attempt = 0
        while !Task.isCancelled {
            do {
                try await listen { attempt = 0 }
            } catch {
                guard !Task.isCancelled else { break }
                onFailure(error)
                // Throws only when the task is cancelled, which the loop looks at.
                try? await Task.sleep(for: Self.pauses[min(attempt, Self.pauses.count - 1)])
                attempt += 1
            }
        }
        continuation.finish()
    }

    private func listen(connected: () -> Void) async throws {
        let connection = try await PostgresConnection.connect(configuration)
        do {
            _ = try await connection.run(script: "LISTEN \(channel)")
            connected()
            continuation.yield()
            while true {
                if try await connection.waitForNotification(upTo: Self.probeInterval) {
                    continuation.yield()
                } else {
                    _ = try await connection.run(script: "SELECT 1")
                }
            }
        } catch {
            await connection.close()
            throw error
        }
    }
}
