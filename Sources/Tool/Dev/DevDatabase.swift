import LocalPostgres
import Outbox
import Postgres

/// The database of `postrider dev`: the one that is configured, or one in a server of its own.
struct DevDatabase: Sendable {
    let url: String
    /// `nil` when the database is somebody else's.
    let server: LocalPostgres?

    private static let name = "postrider"
    /// Taken when it is free, so that a client's settings stay right from run to run.
    private static let preferredPort: UInt16 = 54_320

    static func configured(_ url: String) -> DevDatabase {
        DevDatabase(url: url, server: nil)
    }

    /// Starts a server in the folder, and makes the database when it is new.
    static func own(in folder: DevFolder) async throws -> DevDatabase {
        let server = try await LocalPostgres.start(
            .init(folder: folder.server, port: preferredPort, report: { Output.line("postrider | \($0)") })
        )
        let pool = PostgresPool(PostgresConfiguration(url: server.address.url(), poolSize: 1))
        do {
            let rows = try await pool.query("SELECT FROM pg_database WHERE datname = \(name)::text")
            if rows.isEmpty { try await pool.execute("CREATE DATABASE \(unsafe: name)") }
        } catch {
            await pool.close()
            await server.close()
            throw error
        }
        await pool.close()
        return DevDatabase(url: server.address.url(database: name), server: server)
    }

    /// The URL that other programs can use: over TCP, with the password.
    var portURL: String? { server?.address.portURL(database: Self.name) }

    func migrate() async throws {
        let pool = PostgresPool(PostgresConfiguration(url: url, applicationName: "postrider", poolSize: 1))
        do {
            let applied = try await Migrator(database: pool).migrate()
            if !applied.isEmpty { Output.line("postrider | applied \(applied.count) migrations") }
        } catch {
            await pool.close()
            throw error
        }
        await pool.close()
    }
}
