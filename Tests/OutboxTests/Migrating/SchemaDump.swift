import LocalPostgres
import Postgres
import TestKit

/// The schema of a migrated database as `pg_dump` writes it, without what differs from run to run.
struct SchemaDump {
    /// The one version that the golden file is compared on: other ones write the same schema in other words.
    static let major = 15
    /// The first line of the golden file.
    static let header =
        "-- The schema that the files beside this one make: pg_dump of PostgreSQL \(major), compared on it alone."

    /// Dumps the database; `nil` when its server or the `pg_dump` at hand is of another version.
    static func text(of database: TestDatabase) async throws -> String? {
        let version: Int = try await database.value("SELECT current_setting('server_version_num')::int")
        guard version / 10_000 == major, try await dump(["--version"]).contains("(PostgreSQL) \(major).") else {
            return nil
        }
        let dump = try await dump([
            "--dbname", database.url, "--schema-only", "--no-owner", "--no-privileges", "--schema=outbox",
            "--exclude-table=outbox.events_2*", "--exclude-table=outbox.attempts_2*",
        ])
        return header + "\n" + normalised(dump)
    }

    private static func dump(_ arguments: [String]) async throws -> String {
        let answer = try await ChildProcess.run(["pg_dump"] + arguments)
        guard answer.status.isSuccess else { throw TestFailure("pg_dump failed: \(answer.output)") }
        return answer.output
    }

    /// Drops comments, session settings, psql's own commands and repeated blank lines.
    private static func normalised(_ dump: String) -> String {
        var lines: [Substring] = [""]
        for line in dump.split(separator: "\n", omittingEmptySubsequences: false) {
            let isNoise = ["--", "SET ", "SELECT pg_catalog.set_config", "\\"].contains { line.hasPrefix($0) }
            guard !isNoise, !(line.isEmpty && lines.last?.isEmpty == true) else { continue }
            lines.append(line)
        }
        while lines.last?.isEmpty == true { lines.removeLast() }
        return lines.joined(separator: "\n") + "\n"
    }
}
