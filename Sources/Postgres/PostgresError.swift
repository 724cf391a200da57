/// An error of the connection, the pool or the server.
///
/// `description` is generic on purpose, so that an error that reaches a client by accident tells nothing of the data.
/// `debugDescription` is for logs: it carries the server's code and message, never a parameter, and leaves out messages
/// that quote data (SQLSTATE class 22) and the server's `DETAIL`, which quotes rows.
public struct PostgresError: Error, Sendable, Hashable {
    /// What went wrong, for a `switch`.
    public enum Code: String, Sendable, Hashable {
        /// No connection could be opened.
        case connectFailed
        /// The connection broke. Whether a statement in flight took effect is unknown unless `isSafeToRepeat`.
        case connectionLost
        /// The task was cancelled; the statement was cancelled on the server and the connection closed.
        case cancelled
        /// The statement outlived its deadline; it was cancelled on the server and the connection closed.
        case deadlineExceeded
        /// Every connection stayed busy until the waiter's deadline.
        case poolExhausted
        /// The pool was shut down.
        case poolClosed
        /// The server answered with an error; see `sqlState`.
        case server
        /// A value could not be read as the type asked for.
        case decoding
        /// A transaction was used after its scope ended.
        case transactionEnded
        /// `COMMIT` answered `ROLLBACK`: an earlier statement had failed, and nothing was committed.
        case transactionAborted
        /// The configuration cannot work.
        case invalidConfiguration
    }

    /// What went wrong.
    public var code: Code
    /// The server's SQLSTATE, five characters (PostgreSQL documentation, appendix A).
    public var sqlState: String?
    /// The constraint that the server names.
    public var constraint: String?
    /// The column that the server names, or that could not be read.
    public var column: String?
    /// The server's or libpq's own words; shown by `debugDescription` only.
    package var message: String
    /// The first line of the statement, which names it by convention.
    package var statement: String?
    /// True when the statement surely never ran, so that sending it again is safe.
    public var isSafeToRepeat: Bool

    package init(_ code: Code, message: String, sqlState: String? = nil, isSafeToRepeat: Bool = false) {
        self.code = code
        self.message = message
        self.sqlState = sqlState
        self.isSafeToRepeat = isSafeToRepeat
    }

    /// Whether the same call may succeed later without any change: the database is away, busy or failing over.
    public var isTransient: Bool {
        switch code {
        case .connectFailed, .connectionLost, .deadlineExceeded, .poolExhausted: true
        case .server: Self.isTransient(sqlState: sqlState ?? "")
        default: false
        }
    }

    /// Whether the statement's data, not its text or the server's state, was refused (SQLSTATE classes 22, 23, 54).
    public var isDataError: Bool {
        guard code == .server, let sqlState else { return false }
        return ["22", "23", "54"].contains(sqlState.prefix(2))
    }

    /// Classes 08 (connection), 40 (serialization, deadlock), 53 (resources), 57 (operator intervention), 55P03 (lock
    /// timeout) and 25006 (a standby that has not been promoted yet).
    private static func isTransient(sqlState: String) -> Bool {
        ["08", "40", "53", "57"].contains(sqlState.prefix(2)) || sqlState == "55P03" || sqlState == "25006"
    }
}

extension PostgresError: CustomStringConvertible, CustomDebugStringConvertible {
    /// A generic text without data.
    public var description: String {
        "PostgresError(\(code.rawValue)\(sqlState.map { ", SQLSTATE \($0)" } ?? ""))"
    }

    /// The text for logs: code, SQLSTATE, message, constraint and the statement's first line; no parameters.
    public var debugDescription: String {
        var parts = [code.rawValue]
        if let sqlState { parts.append("SQLSTATE \(sqlState)") }
        if sqlState?.hasPrefix("22") != true, !message.isEmpty { parts.append(message) }
        if let constraint { parts.append("constraint \(constraint)") }
        if let column { parts.append("column \(column)") }
        if let statement { parts.append("in \(statement)") }
        return "PostgresError(\(parts.joined(separator: "; ")))"
    }
}
