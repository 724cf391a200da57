import NIOCore
import Outbox
import Synchronization

/// The idle connections of a sender, shared by all event loops.
final class ConnectionPool: Sendable {
    private struct State {
        var idle: IdleConnections<DeliveryConnection>
        var isClosed = false
    }

    private let state: Mutex<State>

    init(limits: SenderLimits) {
        let idle = IdleConnections<DeliveryConnection>(
            maximum: limits.idleConnections,
            maximumPerEndpoint: limits.idleConnectionsPerEndpoint
        )
        state = Mutex(State(idle: idle))
    }

    /// How many connections are idle.
    var count: Int {
        state.withLock { $0.idle.count }
    }

    /// Keeps a connection whose exchange has ended, or closes it: the pool is closed then.
    func put(_ connection: DeliveryConnection) {
        let displaced = state.withLock { state in
            state.isClosed
                ? connection
                : state.idle.add(connection, to: connection.endpoint, at: connection.address)
        }
        displaced?.close()
    }

    /// The newest idle connection to one of the addresses that the host has now; those to others are closed.
    func take(_ endpoint: Endpoint, at addresses: [IPAddress]) -> DeliveryConnection? {
        let (found, outdated) = state.withLock { $0.idle.take(endpoint, at: addresses) }
        for connection in outdated { connection.close() }
        return found
    }

    /// Removes a connection; returns whether it was idle here, hence is now the caller's to close.
    func remove(_ connection: DeliveryConnection) -> Bool {
        state.withLock { $0.idle.remove(connection) }
    }

    /// Closes all idle connections, waits for it, and keeps none from now on.
    func shutdown() async {
        let idle = state.withLock { state in
            state.isClosed = true
            return state.idle.removeAll()
        }
        for connection in idle { connection.close() }
        for connection in idle { try? await connection.channel.closeFuture.get() }
    }
}
