package import LocalPostgres
import Outbox
import Postgres

/// A server of one test, with a migrated database.
package struct TestServer: Sendable {
    private let server: LocalPostgres
    package let database: TestDatabase

    static func start(poolSize: Int) async throws -> TestServer {
        let server = try await LocalPostgres.start(.init(settings: TestCluster.settings, isDurable: false))
        let address = server.address
        let setup = PostgresPool(PostgresConfiguration(url: address.url(), poolSize: 1))
        do {
            try await setup.execute("CREATE DATABASE postrider")
            await setup.close()
            let database = TestDatabase(
                name: "postrider",
                url: address.url(database: "postrider"),
                poolSize: poolSize
            )
            _ = try await Migrator(database: database.pool).migrate()
            return TestServer(server: server, database: database)
        } catch {
            await server.close()
            throw error
        }
    }

    /// Starts the server after ``stop(_:)`` or ``kill()``.
    package func start() async throws { try await server.start() }

    /// Stops the server: `fast` ends its sessions in order, `immediate` as a crash would.
    package func stop(_ mode: LocalPostgres.StopMode = .fast) async throws { try await server.stop(mode) }

    /// Stops and starts the server.
    package func restart(_ mode: LocalPostgres.StopMode = .fast) async throws { try await server.restart(mode) }

    /// Kills the server's main process with SIGKILL.
    package func kill() async throws { try await server.kill() }

    func close() async {
        await database.pool.close()
        await server.close()
    }
}
