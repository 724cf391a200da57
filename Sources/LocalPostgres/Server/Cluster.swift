import Foundation
import Glibc

/// The data of a server in its folder, and the settings that it is started with.
struct Cluster: Sendable {
    let binaries: ServerBinaries
    let folder: ServerFolder

    /// Opens the cluster in a folder; makes an empty one where there is none.
    static func open(in folder: ServerFolder) async throws -> Cluster {
        let versionFile = try? String(contentsOfFile: "\(folder.data)/PG_VERSION", encoding: .utf8)
        let version = versionFile.flatMap { Int($0.prefix(while: \.isNumber)) }
        let cluster = Cluster(binaries: try await .find(version: version), folder: folder)
        if version == nil {
            try await cluster.initialize()
        } else {
            try cluster.refuseSecondServer()
        }
        return cluster
    }

    private func initialize() async throws {
        try folder.write(Self.randomPassword(), to: folder.passwordFile)
        // The locale is C: the order of text is that of its bytes on every machine.
        let answer = try await ChildProcess.run(
            folder.account.prefix + [
                binaries.path("initdb"), "-D", folder.data, "-U", ServerAddress.user, "--encoding=UTF8", "--no-locale",
                "--auth-local=trust", "--auth-host=scram-sha-256", "--pwfile=\(folder.passwordFile)", "--no-sync",
                "--no-instructions",
            ]
        )
        guard answer.status.isSuccess else { throw LocalPostgresError("initdb failed: \(answer.output)") }
        let main = "\(folder.data)/postgresql.conf"
        let text = (try? String(contentsOfFile: main, encoding: .utf8)) ?? ""
        try folder.write("\(text)\ninclude_if_exists 'postrider.conf'\n", to: main)
    }

    /// Two servers on one folder are impossible; the second caller should know who has it.
    private func refuseSecondServer() throws {
        let file = "\(folder.data)/postmaster.pid"
        guard let text = try? String(contentsOfFile: file, encoding: .utf8),
            let id = text.split(separator: "\n").first.flatMap({ pid_t($0) }), ProcessTable.isAlive(id)
        else { return }
        throw LocalPostgresError(
            "another process already runs PostgreSQL on \(folder.path) (process \(id)). End it first, or use another "
                + "folder"
        )
    }

    /// Chooses the socket's folder and a free port.
    func address(port wanted: UInt16?) throws -> ServerAddress {
        guard let password = try? String(contentsOfFile: folder.passwordFile, encoding: .utf8) else {
            throw LocalPostgresError("cannot read \(folder.passwordFile)")
        }
        return ServerAddress(
            socketFolder: try folder.socketFolder(),
            port: try wanted.map { try FreePort.find(preferring: $0) },
            password: password
        )
    }

    /// Writes the settings of this start.
    func configure(_ configuration: LocalPostgres.Configuration, address: ServerAddress) throws {
        var settings = [
            "listen_addresses": address.port == nil ? "" : "127.0.0.1",
            "port": String(address.socketNumber),
            "unix_socket_directories": "\"\(address.socketFolder)\"",
            "unix_socket_permissions": "0700",
            // No replication from a server of our own: less to write for each commit.
            "wal_level": "minimal", "max_wal_senders": "0",
        ]
        if !configuration.isDurable {
            settings["fsync"] = "off"
            settings["full_page_writes"] = "off"
        }
        settings.merge(configuration.settings) { _, given in given }
        let lines = settings.sorted { $0.key < $1.key }
            .map { "\($0.key) = '\($0.value.replacing("'", with: "''"))'\n" }
        try folder.write(lines.joined(), to: "\(folder.data)/postrider.conf")
    }

    /// 192 bits in letters and digits, so that it needs no escaping in a URI.
    private static func randomPassword() -> String {
        var generator = SystemRandomNumberGenerator()
        return (0..<3).map { _ in String(generator.next() as UInt64, radix: 36) }.joined()
    }
}
