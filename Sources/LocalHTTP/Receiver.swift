import NIOCore
import NIOHTTP1
import NIOPosix

/// A small HTTP/1 server that hands each request to a closure: `postrider listen`, and the receivers of the tests.
package final class Receiver: Sendable {
    /// Decides the answer; it is cancelled when the sender closes the connection.
    package typealias Handler = @Sendable (ReceivedRequest) async -> ReceiverAnswer

    /// The largest body that is taken, in bytes; a larger one is answered 413.
    static let longestBody = 8 * 1024 * 1024

    /// The TCP port that it listens on.
    package let port: Int
    private let channel: any Channel
    private let connections: Connections

    /// Listens on a host and port, 0 for any free one; throws ``ReceiverError``.
    package static func start(
        host: String = "127.0.0.1",
        port: Int = 0,
        handler: @escaping Handler
    ) async throws -> Receiver {
        let connections = Connections()
        let bootstrap = ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: 1024)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { channel in
                connections.add(channel)
                return channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    try pipeline.configureHTTPServerPipeline(withErrorHandling: true)
                    try pipeline.addHandler(RequestHandler(handler))
                }
            }
        do {
            let channel = try await bootstrap.bind(host: host, port: port).get()
            return Receiver(channel, port: channel.localAddress?.port ?? port, connections)
        } catch {
            throw ReceiverError(host: host, port: port, reason: error)
        }
    }

    private init(_ channel: any Channel, port: Int, _ connections: Connections) {
        self.channel = channel
        self.port = port
        self.connections = connections
    }

    /// The address to send to.
    package var url: String { "http://127.0.0.1:\(port)/" }

    /// Stops listening and closes every connection.
    package func close() async {
        // Closing what is closed already fails, and is what was asked for.
        try? await channel.close().get()
        for connection in connections.takeAll() { try? await connection.close().get() }
    }
}

/// Why a receiver does not listen.
package struct ReceiverError: Error, CustomStringConvertible {
    package let description: String

    init(host: String, port: Int, reason: any Error) {
        let detail =
            if let error = reason as? IOError, error.errnoCode == EADDRINUSE {
                "the port is in use; choose another one"
            } else {
                "\(reason)"
            }
        description = "cannot listen on \(host):\(port): \(detail)"
    }
}
