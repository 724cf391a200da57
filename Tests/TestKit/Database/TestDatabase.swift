package import Postgres

/// A database of one test.
package struct TestDatabase: Queryable {
    package let name: String
    /// A libpq URI or keyword string, for processes under test.
    package let url: String
    /// A pool of a few connections with short deadlines.
    package let pool: PostgresPool

    init(name: String, url: String, poolSize: Int) {
        self.name = name
        self.url = url
        pool = PostgresPool(PostgresConfiguration(url: url, applicationName: "test", poolSize: poolSize))
    }

    package var configuration: PostgresConfiguration { pool.configuration }

    /// Runs one statement in a transaction of its own.
    package func query(_ statement: Statement) async throws -> Rows {
        try await pool.query(statement)
    }

    /// Runs a script of several statements, all of them or none.
    package func run(script: String) async throws {
        try await pool.withConnection { _ = try await $0.run(script: script) }
    }

    /// The one value of the one row that a statement answers.
    package func value<T: PostgresDecodable>(
        _ statement: Statement,
        as: T.Type = T.self,
        file: String = #fileID,
        line: Int = #line
    ) async throws -> T {
        let rows = try await query(statement)
        guard rows.count == 1, let row = rows.first else {
            throw TestFailure("one row was expected, not \(rows.count)", file: file, line: line)
        }
        return try row.decode(at: 0)
    }

    /// How many rows a `FROM` clause, such as `outbox.deliveries WHERE attempts = 1`, stands for.
    package func count(_ from: String) async throws -> Int {
        try await value("SELECT count(*) FROM \(unsafe: from)")
    }
}
