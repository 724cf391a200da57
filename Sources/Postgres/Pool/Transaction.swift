import Synchronization

/// An open transaction, valid inside the closure of ``PostgresPool/withTransaction(_:)``.
public struct Transaction: Queryable {
    private let connection: PostgresConnection
    private let scope: Scope

    /// What outlives the closure only to refuse later use.
    private final class Scope: Sendable {
        struct State {
            var isOpen = true
            var afterCommit: [@Sendable () -> Void] = []
        }
        let state = Mutex(State())
    }

    /// Runs one statement in the transaction; throws ``PostgresError/Code/transactionEnded`` after its scope.
    public func query(_ statement: Statement) async throws -> Rows {
        try checkScope()
        return try await connection.query(statement)
    }

    /// Runs a script of several statements without parameters in the transaction.
    @discardableResult
    package func run(script: String) async throws -> Rows {
        try checkScope()
        return try await connection.run(script: script)
    }

    private func checkScope() throws(PostgresError) {
        guard scope.state.withLock({ $0.isOpen }) else {
            throw PostgresError(.transactionEnded, message: "the transaction was used after its scope ended")
        }
    }

    /// Registers what to do once the transaction has been committed; it is dropped when it rolls back.
    package func afterCommit(_ action: @escaping @Sendable () -> Void) {
        scope.state.withLock { $0.afterCommit.append(action) }
    }

    /// Runs the closure in the transaction that was begun on the connection, and ends it.
    static func run<R: Sendable>(
        on connection: PostgresConnection,
        _ body: (Transaction) async throws -> R
    ) async throws -> R {
        let transaction = Transaction(connection: connection, scope: Scope())
        let result: R
        do {
            result = try await body(transaction)
        } catch {
            _ = transaction.end()
            await rollBack(connection)
            throw error
        }
        let actions = transaction.end()
        let answer = try await connection.query("COMMIT")
        guard answer.command == "COMMIT" else {
            throw PostgresError(.transactionAborted, message: "an earlier statement of the transaction had failed")
        }
        for action in actions { action() }
        return result
    }

    private func end() -> [@Sendable () -> Void] {
        scope.state.withLock { state in
            state.isOpen = false
            return state.afterCommit
        }
    }

    /// Closing the connection rolls back as well, and is what a rollback that fails comes down to.
    private static func rollBack(_ connection: PostgresConnection) async {
        do {
            // A cancelled task could not send it; the pool closes a connection that is still inside a transaction.
            guard !Task.isCancelled else { return await connection.close() }
            _ = try await connection.query("ROLLBACK")
        } catch {
            await connection.close()
        }
    }
}
