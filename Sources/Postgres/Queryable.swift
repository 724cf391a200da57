/// Something that runs a statement: a pool, a connection or a transaction.
public protocol Queryable: Sendable {
    /// Runs one statement and returns its rows.
    ///
    /// Throws ``PostgresError``.
    func query(_ statement: Statement) async throws -> Rows
}

extension Queryable {
    /// Runs one statement and returns how many rows it touched.
    @discardableResult
    public func execute(_ statement: Statement) async throws -> Int {
        try await query(statement).affected
    }
}
