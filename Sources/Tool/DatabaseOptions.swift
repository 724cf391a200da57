import ArgumentParser
import Outbox
import Postgres

/// Where the database is: the option, then `DATABASE_URL` of the environment, then of the file `.env`, then that of a
/// `postrider dev` that runs in this folder.
struct DatabaseOptions: ParsableArguments {
    @Option(help: "libpq URI of the database; else DATABASE_URL of the environment or of the file .env.")
    var databaseUrl: String?

    /// The URI, `nil` when there is none anywhere.
    func url() async throws -> String? {
        if let databaseUrl { return databaseUrl }
        return try await ToolSettings.read().optionalText(.databaseURL)
    }

    /// The database of the system that `postrider dev` runs in this folder.
    private var developmentURL: String? {
        DevFolder(path: DevFolder.standard).addresses.read()?[Setting.databaseURL.rawValue]
    }

    /// Lends a small pool; throws ``SettingsError`` when there is no database to connect to.
    func withDatabase<R: Sendable>(
        statementTimeout: Duration = .seconds(15),
        lockTimeout: Duration = .seconds(5),
        _ body: (PostgresPool) async throws -> R
    ) async throws -> R {
        guard let url = try await url() ?? developmentURL else {
            throw SettingsError.faults(["DATABASE_URL is not set: \(Setting.databaseURL.meaning)"])
        }
        let pool = PostgresPool(
            PostgresConfiguration(
                url: url,
                applicationName: "postrider",
                poolSize: 2,
                statementTimeout: statementTimeout,
                lockTimeout: lockTimeout
            )
        )
        do {
            let result = try await body(pool)
            await pool.close()
            return result
        } catch {
            await pool.close()
            throw error
        }
    }
}

/// The settings of the environment and of the file `.env`; the command line is ArgumentParser's.
enum ToolSettings {
    static func read() async throws -> SettingsReader {
        try await SettingsReader.standard(for: .postrider, arguments: [])
    }
}
