import Foundation
import LocalHTTP
import LocalPostgres
import Outbox
import Synchronization

/// The processes of `postrider dev`, from their start to their end.
final class DevSession: Sendable {
    struct Options: Sendable {
        /// The gateway's executable.
        var gateway: String
        /// Ports to take when they are free.
        var port: UInt16
        var receiverPort: UInt16
        var databaseURL: String?
        var folder: String
    }

    private struct State {
        var processes: [ManagedProcess] = []
        var database: DevDatabase?
        var isEnding = false
    }

    private let options: Options
    private let state = Mutex(State())

    init(_ options: Options) {
        self.options = options
    }

    /// Starts everything, and returns when one of the processes has ended.
    func run() async throws -> ManagedProcess? {
        let folder = try DevFolder.open(options.folder)
        let keys = try folder.keys()
        let database = try await openDatabase(folder)
        try await database.migrate()
        let addresses = DevAddresses(
            gatewayPort: try FreePort.find(preferring: options.port),
            receiverPort: try FreePort.find(preferring: options.receiverPort),
            workerPort: try FreePort.find(),
            database: database,
            keys: keys
        )
        try await startReceiver(addresses)
        try await startGateway(addresses)
        try await startWorker(addresses)
        try await DevSubscription(
            gateway: addresses.gateway,
            adminKey: addresses.adminKey,
            receiver: addresses.receiver,
            secret: keys.webhook
        )
        .register()
        try folder.addresses.write(addresses.lines)
        for line in addresses.announcement(folder: options.folder) { Output.line(line) }
        return await firstExit()
    }

    /// Ends the processes in the order in which work flows, so that what is under way can be finished.
    func stop() async {
        DevFolder(path: options.folder).addresses.remove()
        let (processes, database) = state.withLock { state in
            state.isEnding = true
            return (state.processes, state.database)
        }
        for (name, grace) in [("gateway", Duration.seconds(20)), ("worker", .seconds(40)), ("receiver", .seconds(5))] {
            for process in processes where process.name == name { await process.end(grace: grace) }
        }
        await database?.server?.close()
    }

    /// Kills the processes; ``stop()`` then has nobody to wait for.
    func kill() {
        for process in state.withLock(\.processes) { process.process.signal(SIGKILL) }
    }

    // MARK: Starting

    private func openDatabase(_ folder: DevFolder) async throws -> DevDatabase {
        let database =
            if let url = options.databaseURL { DevDatabase.configured(url) } else {
                try await DevDatabase.own(in: folder)
            }
        state.withLock { $0.database = database }
        return database
    }

    private func startReceiver(_ addresses: DevAddresses) async throws {
        let receiver = try start(
            "receiver",
            [try Executable.own(), "listen", "--port", String(addresses.receiverPort)],
            [Keys.webhookVariable: addresses.keys.webhook]
        )
        try await receiver.waitUntilReady { await Self.isReady(addresses.receiver) }
    }

    private func startGateway(_ addresses: DevAddresses) async throws {
        let gateway = try start(
            "gateway",
            [try Executable.find(options.gateway)],
            addresses.settings.merging([
                Setting.httpHost.rawValue: "127.0.0.1", Setting.httpPort.rawValue: String(addresses.gatewayPort),
            ]) { $1 }
        )
        try await gateway.waitUntilReady { await Self.isReady(addresses.gateway + "/health/ready") }
    }

    private func startWorker(_ addresses: DevAddresses) async throws {
        let worker = try start(
            "worker",
            [try Executable.find("worker")],
            addresses.settings.merging([Setting.metricsPort.rawValue: String(addresses.workerPort)]) { $1 }
        )
        try await worker.waitUntilReady { await Self.isReady("http://127.0.0.1:\(addresses.workerPort)/health/ready") }
    }

    private func start(_ name: String, _ command: [String], _ settings: [String: String]) throws -> ManagedProcess {
        let process = try ManagedProcess.start(
            name,
            command,
            environment: ProcessInfo.processInfo.environment.merging(settings) { $1 }
        )
        state.withLock { $0.processes.append(process) }
        return process
    }

    private static func isReady(_ url: String) async -> Bool {
        (try? await HTTPClient.send("GET", url, timeout: .seconds(2)))?.status == 200
    }

    /// Waits for the first process that ends; `nil` when the task is cancelled.
    private func firstExit() async -> ManagedProcess? {
        await withTaskGroup(of: ManagedProcess?.self) { group in
            for process in state.withLock(\.processes) {
                group.addTask { await process.process.exit() == nil ? nil : process }
            }
            defer { group.cancelAll() }
            return await group.next() ?? nil
        }
    }
}
