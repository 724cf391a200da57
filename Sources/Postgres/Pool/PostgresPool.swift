import Synchronization

/// A bounded set of connections, opened when they are first needed and lent to one task at a time.
///
/// There is no background task: whoever needs a connection opens it. When opening fails, callers are refused for a
/// pause of 50 ms to 1 s instead of queueing up behind a server that is away.
public final class PostgresPool: Queryable {
    private typealias State = PostgresPoolState<PostgresConnection, Int>
    private typealias Grant = CheckedContinuation<PostgresConnection?, any Error>

    private struct Shared {
        var pool: State
        var grants: [Int: Grant] = [:]
        var nextWaiter = 0
    }

    /// How the pool connects.
    public let configuration: PostgresConfiguration
    private let shared: Mutex<Shared>

    /// Creates a pool; nothing is opened yet.
    public init(_ configuration: PostgresConfiguration) {
        self.configuration = configuration
        shared = Mutex(Shared(pool: State(limit: max(1, configuration.poolSize))))
    }

    /// Runs one statement in a transaction of its own.
    ///
    /// It is sent again on another connection when the first turns out to be dead before anything was sent.
    public func query(_ statement: Statement) async throws -> Rows {
        try await retryingDeadConnections { try await $0.query(statement) }
    }

    /// Lends a connection for the length of the closure.
    public func withConnection<R: Sendable>(_ body: (PostgresConnection) async throws -> R) async throws -> R {
        let connection = try await lease()
        do {
            let result = try await body(connection)
            await giveBack(connection)
            return result
        } catch {
            await giveBack(connection)
            throw error
        }
    }

    /// Runs the closure in a transaction: commits when it returns, rolls back when it throws.
    ///
    /// Throws the closure's error, or a ``PostgresError``: after ``PostgresError/Code/connectionLost`` from the commit
    /// itself the outcome is unknown.
    public func withTransaction<R: Sendable>(_ body: (Transaction) async throws -> R) async throws -> R {
        let connection = try await retryingDeadConnections(keepingLease: true) { connection in
            try await connection.execute("BEGIN")
            return connection
        }
        do {
            let result = try await Transaction.run(on: connection, body)
            await giveBack(connection)
            return result
        } catch {
            await giveBack(connection)
            throw error
        }
    }

    /// Closes idle connections at once and busy ones when they come back; refuses new work.
    public func close() async {
        let (connections, grants) = shared.withLock { shared in
            let (connections, waiters) = shared.pool.close()
            return (connections, waiters.compactMap { shared.grants.removeValue(forKey: $0) })
        }
        for grant in grants { grant.resume(throwing: Self.closed) }
        for connection in connections { await connection.close() }
    }

    // MARK: Leases

    private static var closed: PostgresError { PostgresError(.poolClosed, message: "the pool was shut down") }

    /// Idle connections may all have died with the server: each is tried at most once.
    private func retryingDeadConnections<R: Sendable>(
        keepingLease: Bool = false,
        _ body: (PostgresConnection) async throws -> R
    ) async throws -> R {
        var dead = 0
        while true {
            let connection = try await lease()
            do {
                let result = try await body(connection)
                if !keepingLease { await giveBack(connection) }
                return result
            } catch {
                await giveBack(connection)
                guard dead < configuration.poolSize, Self.foundDead(error) else { throw error }
                dead += 1
            }
        }
    }

    private static func foundDead(_ error: any Error) -> Bool {
        guard let error = error as? PostgresError else { return false }
        return error.code == .connectionLost && error.isSafeToRepeat
    }

    private func lease() async throws -> PostgresConnection {
        while true {
            switch shared.withLock({ $0.pool.lease(now: .now) }) {
            case .use(let connection): return connection
            case .open: return try await open()
            case .refuse:
                throw PostgresError(
                    .connectFailed,
                    message: "the server could not be reached a moment ago",
                    isSafeToRepeat: true
                )
            case .closed: throw Self.closed
            case .wait:
                switch try await waitForGrant() {
                case .connection(let connection): return connection
                case .openOne: return try await open()
                case .askAgain: continue
                }
            }
        }
    }

    private func open() async throws -> PostgresConnection {
        do {
            let connection = try await PostgresConnection.connect(configuration)
            shared.withLock { $0.pool.opened() }
            return connection
        } catch {
            // A caller that gave up says nothing about the server: the next one who waits may try.
            let wasCancelled = (error as? PostgresError)?.code == .cancelled
            let wake = shared.withLock { wasCancelled ? $0.pool.discard() : $0.pool.openFailed(now: .now) }
            perform(wake, failure: error)
            throw error
        }
    }

    private enum Granted {
        case connection(PostgresConnection)
        case openOne
        case askAgain
    }

    private func waitForGrant() async throws -> Granted {
        let waiter = shared.withLock { shared in
            shared.nextWaiter += 1
            return shared.nextWaiter
        }
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { [configuration] in
                try await Task.sleep(for: configuration.leaseTimeout)
                self.fail(
                    waiter,
                    PostgresError(.poolExhausted, message: "no connection became free", isSafeToRepeat: true)
                )
            }
            defer { group.cancelAll() }
            return try await withTaskCancellationHandler {
                try await self.suspend(waiter)
            } onCancel: {
                self.fail(waiter, PostgresError(.cancelled, message: "cancelled while waiting", isSafeToRepeat: true))
            }
        }
    }

    private func suspend(_ waiter: Int) async throws -> Granted {
        let queued = Mutex(true)
        let connection = try await withCheckedThrowingContinuation { (grant: Grant) in
            let isQueued = shared.withLock { shared in
                // A task that was cancelled before it queued would never be resumed by its handler.
                guard !Task.isCancelled, shared.pool.enqueue(waiter) else { return false }
                shared.grants[waiter] = grant
                return true
            }
            guard !isQueued else { return }
            queued.withLock { $0 = false }
            grant.resume(returning: nil)
        }
        if let connection { return .connection(connection) }
        // Who was granted a place has to use it, or give it back: it is counted.
        guard !queued.withLock({ $0 }) else { return .openOne }
        guard !Task.isCancelled else { throw PostgresError(.cancelled, message: "cancelled", isSafeToRepeat: true) }
        return .askAgain
    }

    private func fail(_ waiter: Int, _ error: PostgresError) {
        let grant = shared.withLock { shared -> Grant? in
            guard shared.pool.abandon(waiter) else { return nil }
            return shared.grants.removeValue(forKey: waiter)
        }
        grant?.resume(throwing: error)
    }

    private func giveBack(_ connection: PostgresConnection) async {
        let isReusable = await connection.isReusable
        if !isReusable { await connection.close() }
        let wake = shared.withLock { isReusable ? $0.pool.release(connection) : $0.pool.discard() }
        if case .close(let connection) = wake { await connection.close() }
        perform(wake, failure: Self.closed)
    }

    private func perform(_ wake: State.Wake, failure: any Error) {
        switch wake {
        case .nobody, .close: break
        case .use(let waiter, let connection): take(waiter)?.resume(returning: connection)
        case .open(let waiter): take(waiter)?.resume(returning: nil)
        case .fail(let waiters): for waiter in waiters { take(waiter)?.resume(throwing: failure) }
        }
    }

    private func take(_ waiter: Int) -> Grant? {
        shared.withLock { $0.grants.removeValue(forKey: waiter) }
    }
}
