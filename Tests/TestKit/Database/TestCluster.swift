import Foundation
import LocalPostgres
import Outbox
import Postgres
import Synchronization

/// The server of the test run with a migrated template; made once, when the first test asks.
actor TestCluster {
    /// Started by whoever comes first; all others wait for the same one.
    static let shared = Once { try await TestCluster.start() }

    private let url: String
    private let administration: PostgresPool
    /// Kept for its watchdog, which stops the server when this process ends.
    private let server: LocalPostgres?
    /// Names this run's databases, so that what a killed run left behind can be told from what is in use.
    private let run: String
    private var nextDatabase = 0

    private static let namePrefix = "postrider_test_"

    /// Settings of a server for tests: many connections, no flushes.
    static let settings = [
        "max_connections": "300", "shared_buffers": "64MB", "autovacuum_naptime": "10s", "log_min_messages": "warning",
    ]

    private static func start() async throws -> TestCluster {
        let cluster =
            if let url = ProcessInfo.processInfo.environment["TEST_DATABASE_URL"] {
                TestCluster(url: url, server: nil)
            } else {
                try await startLocal()
            }
        try await cluster.makeTemplate()
        return cluster
    }

    private static func startLocal() async throws -> TestCluster {
        let server = try await LocalPostgres.start(.init(settings: settings, isDurable: false))
        return TestCluster(url: server.address.url(), server: server)
    }

    private init(url: String, server: LocalPostgres?) {
        self.url = url
        self.server = server
        run = String(UInt64.random(in: .min ... .max), radix: 36)
        administration = PostgresPool(
            PostgresConfiguration(
                url: url,
                applicationName: Self.namePrefix + run,
                poolSize: 4,
                leaseTimeout: .seconds(120),
                statementTimeout: .seconds(60)
            )
        )
    }

    private var template: String { Self.namePrefix + run + "_template" }

    private func makeTemplate() async throws {
        try await dropLeftovers()
        try await administration.execute("CREATE DATABASE \(unsafe: template)")
        let pool = PostgresPool(PostgresConfiguration(url: databaseURL(url, database: template), poolSize: 1))
        do {
            _ = try await Migrator(database: pool).migrate()
        } catch {
            await pool.close()
            throw TestFailure("the template database could not be migrated: \(String(reflecting: error))")
        }
        await pool.close()
        // A database with sessions cannot be copied.
        try await administration.execute("ALTER DATABASE \(unsafe: template) WITH ALLOW_CONNECTIONS false")
    }

    /// Databases of runs without a session: on a server that outlives the run, a killed run has left them.
    private func dropLeftovers() async throws {
        let rows = try await administration.query(
            """
            SELECT datname FROM pg_database d
            WHERE starts_with(datname, \(Self.namePrefix)::text)
              AND NOT EXISTS (SELECT FROM pg_stat_activity a
                WHERE a.application_name = substring(d.datname FROM '^postrider_test_[a-z0-9]+'))
            LIMIT 1000
            """
        )
        for row in rows {
            try await administration.execute(
                "DROP DATABASE IF EXISTS \(unsafe: try row.decode("datname", as: String.self)) WITH (FORCE)"
            )
        }
    }

    func createDatabase(migrated: Bool, poolSize: Int) async throws -> TestDatabase {
        nextDatabase += 1
        let name = "\(Self.namePrefix)\(run)_\(nextDatabase)"
        try await administration.execute(
            "CREATE DATABASE \(unsafe: name) TEMPLATE \(unsafe: migrated ? template : "template0")"
        )
        return TestDatabase(name: name, url: databaseURL(url, database: name), poolSize: poolSize)
    }

    func drop(_ database: TestDatabase) async {
        await database.pool.close()
        // In a task of its own, since the test's may be cancelled. What cannot be dropped now is dropped by a later
        // run, or goes with the server.
        await Task { [administration] in
            _ = try? await administration.execute("DROP DATABASE IF EXISTS \(unsafe: database.name) WITH (FORCE)")
        }
        .value
    }
}
