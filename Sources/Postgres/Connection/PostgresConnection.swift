import CLibpq

/// One session, driven by nonblocking libpq and `poll(2)` on a thread of its own.
///
/// Nothing inside a statement suspends, so the actor is never re-entered in the middle of the protocol; a deadline, a
/// cancelled task and a notification all end the same `poll`. A connection whose statement was cut short is closed, not
/// reused: a late cancel request could hit the next statement.
public actor PostgresConnection: Queryable {
    private let executor: QueueExecutor
    /// The connection's own thread.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private let configuration: PostgresConfiguration
    private let wake: WakeSignal
    private var handle: ConnectionHandle?
    private var prepared: [PreparedKey: String] = [:]
    private var preparations = 0

    /// The most statements that one connection keeps prepared; further ones are planned each time.
    private static let preparedLimit = 256

    /// A statement is prepared for its text and its parameters' types.
    private struct PreparedKey: Hashable {
        let sql: String
        let types: [UInt32]

        init(_ statement: Statement) {
            sql = statement.sql
            types = statement.parameters.map(\.oid)
        }
    }

    private init(_ configuration: PostgresConfiguration) throws(PostgresError) {
        self.configuration = configuration
        wake = try WakeSignal()
        executor = QueueExecutor(label: "postrider.postgres.connection")
    }

    /// Opens a session; throws ``PostgresError/Code/connectFailed`` after at most `connectTimeout` a host.
    package static func connect(_ configuration: PostgresConfiguration) async throws -> PostgresConnection {
        let connection = try PostgresConnection(configuration)
        try await connection.open()
        return connection
    }

    private func open() throws(PostgresError) {
        handle = try ConnectionHandle.connect(configuration)
        let settings = configuration.sessionSettings
        let calls = settings.indices.map { "set_config($\(2 * $0 + 1), $\(2 * $0 + 2), false)" }
        let values = settings.flatMap { [$0.0, $0.1] }
        do throws(PostgresError) {
            _ = try perform(Statement("SELECT \(calls.joined(separator: ", "))", values), prepare: false)
        } catch {
            close()
            throw error.code == .server || error.code == .cancelled
                ? error : PostgresError(.connectFailed, message: error.message, isSafeToRepeat: true)
        }
    }

    /// Runs one statement, prepared on first use; its parameters and rows travel in binary.
    public nonisolated func query(_ statement: Statement) async throws -> Rows {
        try await cancellable { try await self.performQuery(statement) }
    }

    /// Runs a script of several statements without parameters; answers the last one's rows, in text.
    package nonisolated func run(script: String) async throws -> Rows {
        try await cancellable { try await self.perform(script: script) }
    }

    /// Waits for a notification; false when none came in time.
    package nonisolated func waitForNotification(upTo timeout: Duration) async throws -> Bool {
        try await cancellable { try await self.receiveNotification(upTo: timeout) }
    }

    private nonisolated func cancellable<R: Sendable>(_ body: () async throws -> R) async throws -> R {
        try await withTaskCancellationHandler(operation: body) { [wake] in wake.raise() }
    }

    /// Ends the session.
    package func close() {
        handle = nil
        prepared = [:]
    }

    /// Whether the session can serve a next caller: alive and outside a transaction.
    package var isReusable: Bool {
        guard let handle else { return false }
        return handle.isUsable && handle.isIdle
    }

    // MARK: Statements

    /// A plan that was dropped or outdated on the server (`DISCARD ALL`, a migration) is prepared again: at once, or with
    /// its next use where the error has ended a transaction.
    private func performQuery(_ statement: Statement) throws(PostgresError) -> Rows {
        let wasIdle = handle?.isIdle == true
        do throws(PostgresError) {
            return try perform(statement, prepare: true)
        } catch {
            guard error.sqlState == "26000" || error.sqlState == "0A000" else { throw error }
            prepared[PreparedKey(statement)] = nil
            guard wasIdle else { throw error }
            return try perform(statement, prepare: true)
        }
    }

    private func perform(_ statement: Statement, prepare: Bool) throws(PostgresError) -> Rows {
        let handle = try ready()
        let deadline = self.deadline()
        do throws(PostgresError) {
            let name = prepare ? try self.prepare(statement, on: handle, deadline: deadline) : nil
            try handle.send(statement, prepared: name)
            return try receive(from: handle, deadline: deadline)
        } catch {
            throw named(statement.name, error)
        }
    }

    private func perform(script: String) throws(PostgresError) -> Rows {
        let handle = try ready()
        do throws(PostgresError) {
            try handle.check(PQsendQuery(handle.pointer, script))
            return try receive(from: handle, deadline: deadline())
        } catch {
            throw named(Statement(script).name, error)
        }
    }

    private func prepare(
        _ statement: Statement,
        on handle: ConnectionHandle,
        deadline: ContinuousClock.Instant
    ) throws(PostgresError) -> String? {
        let key = PreparedKey(statement)
        if let name = prepared[key] { return name }
        guard prepared.count < Self.preparedLimit else { return nil }
        // Never a name for the second time: an outdated plan still has its own on the server.
        preparations += 1
        let name = "p\(preparations)"
        try handle.check(PQsendPrepare(handle.pointer, name, key.sql, CInt(key.types.count), key.types))
        _ = try receive(from: handle, deadline: deadline)
        prepared[key] = name
        return name
    }

    private func named(_ statement: String, _ error: PostgresError) -> PostgresError {
        var error = error
        error.statement = statement
        return error
    }

    // MARK: Protocol

    /// The session, known to be alive: a server that went away while the session was idle has left an end of file,
    /// which is found here, before anything is sent.
    private func ready() throws(PostgresError) -> ConnectionHandle {
        wake.lower()
        guard !Task.isCancelled else {
            throw PostgresError(.cancelled, message: "cancelled before it was sent", isSafeToRepeat: true)
        }
        guard let handle, handle.isUsable, handle.hasNoPendingEnd() else {
            close()
            throw PostgresError(.connectionLost, message: "the session had ended", isSafeToRepeat: true)
        }
        return handle
    }

    private func deadline() -> ContinuousClock.Instant {
        .now + configuration.statementTimeout + PostgresConfiguration.clientGrace
    }

    private func receive(
        from handle: ConnectionHandle,
        deadline: ContinuousClock.Instant
    ) throws(PostgresError) -> Rows {
        do throws(PostgresError) {
            return try drain(handle, deadline: deadline)
        } catch {
            if error.code == .cancelled || error.code == .deadlineExceeded { handle.requestCancel() }
            if error.code != .server || !handle.isUsable { close() }
            throw error
        }
    }

    /// Flushes what was sent and reads results to the end; the first error wins over later results.
    private func drain(
        _ handle: ConnectionHandle,
        deadline: ContinuousClock.Instant
    ) throws(PostgresError) -> Rows {
        while try handle.flush() {
            try handle.wait(reading: true, writing: true, wake: wake, until: deadline)
            try handle.consumeInput()
        }
        var last = Rows.none
        var failure: PostgresError?
        while true {
            while PQisBusy(handle.pointer) != 0 {
                try handle.wait(reading: true, writing: false, wake: wake, until: deadline)
                try handle.consumeInput()
            }
            guard let result = PQgetResult(handle.pointer) else { break }
            do throws(PostgresError) {
                last = try Rows(taking: result)
            } catch {
                failure = failure ?? error
            }
        }
        if let failure { throw failure }
        return last
    }

    private func receiveNotification(upTo timeout: Duration) throws(PostgresError) -> Bool {
        let handle = try ready()
        do throws(PostgresError) {
            let deadline = ContinuousClock.now + timeout
            while true {
                try handle.consumeInput()
                if handle.takeNotifications() { return true }
                try handle.wait(reading: true, writing: false, wake: wake, until: deadline)
            }
        } catch {
            if error.code == .deadlineExceeded { return false }
            close()
            throw error
        }
    }
}
