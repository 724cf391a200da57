import Foundation
package import Glibc

/// A PostgreSQL server of our own, for development and for tests.
///
/// It listens on a Unix socket in a folder that only its user and root can enter, so nobody else can connect without
/// the password that the port on 127.0.0.1 asks for. A watchdog stops it when this process ends, however it ends.
package actor LocalPostgres {
    /// How a server is to be run.
    package struct Configuration: Sendable {
        /// Where the data lives; `nil` for a folder that is removed when the server is closed.
        package var folder: String?
        /// The port on 127.0.0.1 to take when it is free, another one otherwise; `nil` to listen on the socket alone.
        package var port: UInt16?
        /// Server settings by name, such as `max_connections`.
        package var settings: [String: String]
        /// Whether a commit survives the end of the machine; tests do without.
        package var isDurable: Bool
        /// Whether the server goes on when this process ends.
        package var outlivesProcess: Bool
        /// Is told what the user should know, a sentence at a time.
        package var report: @Sendable (String) -> Void

        package init(
            folder: String? = nil,
            port: UInt16? = nil,
            settings: [String: String] = [:],
            isDurable: Bool = true,
            outlivesProcess: Bool = false,
            report: @escaping @Sendable (String) -> Void = { _ in }
        ) {
            self.folder = folder
            self.port = port
            self.settings = settings
            self.isDurable = isDurable
            self.outlivesProcess = outlivesProcess
            self.report = report
        }
    }

    /// How a server is told to stop (PostgreSQL documentation, `pg_ctl`).
    package enum StopMode: String, Sendable {
        /// Ends sessions, writes everything out.
        case fast
        /// Ends at once, as a crash would; the next start recovers.
        case immediate
    }

    private let binaries: ServerBinaries
    nonisolated let folder: ServerFolder
    /// Where and with which password the server listens.
    package nonisolated let address: ServerAddress
    private var watchdog: Watchdog?

    /// How long a start or a stop may take.
    private static let patience = "60"

    /// Makes the folder with an empty cluster, where there is none yet, and starts the server.
    package static func start(_ configuration: Configuration = Configuration()) async throws -> LocalPostgres {
        let folder =
            if let path = configuration.folder {
                try await ServerFolder.persistent(path, report: configuration.report)
            } else {
                try await ServerFolder.temporary()
            }
        let cluster = try await Cluster.open(in: folder)
        let address = try cluster.address(port: configuration.port)
        try cluster.configure(configuration, address: address)
        let server = LocalPostgres(cluster, address)
        try await server.run(watched: !configuration.outlivesProcess)
        return server
    }

    private init(_ cluster: Cluster, _ address: ServerAddress) {
        binaries = cluster.binaries
        folder = cluster.folder
        self.address = address
    }

    private func run(watched: Bool) async throws {
        if watched { watchdog = try watch() }
        do {
            try await start()
        } catch {
            await close()
            throw error
        }
    }

    private func watch() throws -> Watchdog {
        let cleaning = folder.isTemporary ? #"rm -rf "$3""# : ":"
        return try Watchdog(
            script: #""$1" stop -s -D "$2" -m fast -t 20 || "$1" stop -s -D "$2" -m immediate; "# + cleaning,
            arguments: [binaries.path("pg_ctl"), folder.data, folder.path],
            prefix: folder.account.prefix
        )
    }

    // MARK: State

    /// Starts a server that was stopped or killed; does nothing when it runs.
    package func start() async throws {
        guard !isRunning else { return }
        let answer = try await control(["start", "-l", folder.log])
        guard answer.status.isSuccess else {
            throw LocalPostgresError("PostgreSQL did not start: \(answer.output)\n\(lastLog())")
        }
    }

    /// Stops the server; does nothing when it does not run.
    package func stop(_ mode: StopMode = .fast) async throws {
        guard isRunning else { return }
        let answer = try await control(["stop", "-m", mode.rawValue])
        guard answer.status.isSuccess else {
            throw LocalPostgresError("PostgreSQL did not stop: \(answer.output)\n\(lastLog())")
        }
    }

    /// Stops and starts the server, at the same address.
    package func restart(_ mode: StopMode = .fast) async throws {
        try await stop(mode)
        try await start()
    }

    /// Kills the server's main process with SIGKILL and waits until its other processes have noticed and are gone.
    package func kill() async throws {
        guard let postmaster = processID() else { return }
        let family = ProcessTable.children(of: postmaster) + [postmaster]
        Glibc.kill(postmaster, SIGKILL)
        let deadline = ContinuousClock.now + .seconds(20)
        while family.contains(where: ProcessTable.isAlive) {
            guard ContinuousClock.now < deadline else {
                throw LocalPostgresError("processes of the killed server are still there: \(family)")
            }
            try await Task.sleep(for: .milliseconds(5))
        }
        // A dead process that its parent has not reaped yet, as in a container without an init, looks alive to the
        // next server. Nothing of the family is left, so its marks can go.
        unlink(pidFile)
        unlink("\(address.socket).lock")
    }

    /// Whether the server's main process is there.
    package var isRunning: Bool { processID() != nil }

    /// The id of the server's main process, `nil` when it is not running.
    package func processID() -> pid_t? {
        guard let text = try? String(contentsOfFile: pidFile, encoding: .utf8),
            let id = text.split(separator: "\n").first.flatMap({ pid_t($0) }), ProcessTable.isAlive(id)
        else { return nil }
        return id
    }

    /// Stops the server for good and removes its folder when that is a temporary one.
    package func close() async {
        // A task of its own: a cancelled one could not wait, and the server would be left behind.
        await Task { await shutDown() }.value
    }

    private func shutDown() async {
        // The server is stopped the hard way when the soft way fails: nothing is left behind.
        if (try? await stop()) == nil { try? await stop(.immediate) }
        await watchdog?.dismiss()
        watchdog = nil
        if folder.isTemporary { try? FileManager.default.removeItem(atPath: folder.path) }
        address.removeSocketFolder(unlessIn: folder.path)
    }

    private var pidFile: String { "\(folder.data)/postmaster.pid" }

    // MARK: Commands

    private func control(_ command: [String]) async throws -> (status: ProcessStatus, output: String) {
        try await ChildProcess.run(
            folder.account.prefix
                + [binaries.path("pg_ctl"), "-s", "-D", folder.data, "-w", "-t", Self.patience] + command
        )
    }

    private func lastLog() -> String {
        let log = (try? String(contentsOfFile: folder.log, encoding: .utf8)) ?? ""
        return log.split(separator: "\n").suffix(20).joined(separator: "\n")
    }
}
