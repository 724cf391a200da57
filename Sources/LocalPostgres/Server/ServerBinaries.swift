import Foundation

/// Where the server's programs are.
struct ServerBinaries: Sendable, Equatable {
    /// The folder that holds `postgres`, `initdb` and `pg_ctl`.
    var folder: String
    /// The major version, such as 15.
    var version: Int

    func path(_ program: String) -> String { "\(folder)/\(program)" }

    /// Finds the newest installation, or the one of a given major version, which a folder of data is bound to.
    static func find(
        version: Int? = nil,
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) async throws -> ServerBinaries {
        var found: [ServerBinaries] = []
        for folder in await candidates(environment) where !found.contains(where: { $0.folder == folder }) {
            guard let version = await Self.version(in: folder) else { continue }
            found.append(ServerBinaries(folder: folder, version: version))
        }
        let fitting = found.filter { version == nil || $0.version == version }
        guard let newest = fitting.max(by: { $0.version < $1.version }) else {
            throw missing(version: version, found: found)
        }
        return newest
    }

    private static func candidates(_ environment: [String: String]) async -> [String] {
        var folders: [String] = []
        if let answer = try? await ChildProcess.run(["pg_config", "--bindir"], environment: environment),
            answer.status.isSuccess
        {
            folders.append(answer.output)
        }
        // Debian and Red Hat keep each version in a folder of its own, outside of PATH.
        for parent in ["/usr/lib/postgresql", "/usr"] {
            let names = (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? []
            let versions = parent == "/usr" ? names.filter { $0.hasPrefix("pgsql-") } : names
            folders += versions.map { "\(parent)/\($0)/bin" }
        }
        folders += (environment["PATH"] ?? "").split(separator: ":").map(String.init)
        return folders.filter { folder in
            ["postgres", "initdb", "pg_ctl"]
                .allSatisfy {
                    FileManager.default.isExecutableFile(atPath: "\(folder)/\($0)")
                }
        }
    }

    /// The number in `postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)`.
    private static func version(in folder: String) async -> Int? {
        guard let answer = try? await ChildProcess.run(["\(folder)/postgres", "--version"]),
            let range = answer.output.firstRange(of: "(PostgreSQL) ")
        else { return nil }
        return Int(answer.output[range.upperBound...].prefix(while: \.isNumber))
    }

    private static func missing(version: Int?, found: [ServerBinaries]) -> LocalPostgresError {
        guard let version, !found.isEmpty else {
            return LocalPostgresError(
                "no PostgreSQL server is installed: neither pg_config nor /usr/lib/postgresql nor PATH leads to "
                    + "`initdb`. Install it (Debian, Ubuntu: apt install postgresql)"
            )
        }
        let versions = found.map { String($0.version) }.joined(separator: ", ")
        return LocalPostgresError(
            "the data was written by PostgreSQL \(version), and only \(versions) is installed. Install "
                + "postgresql-\(version), or move the folder of the data away"
        )
    }
}
