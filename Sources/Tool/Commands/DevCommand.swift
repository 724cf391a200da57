import ArgumentParser

/// `postrider dev`.
struct DevCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dev",
        abstract: "Run a whole system on this machine: PostgreSQL, gateway, worker and a receiver.",
        discussion: """
            Without DATABASE_URL a PostgreSQL server of its own is started; its data stays in the folder. The receiver \
            is subscribed to every event, verifies the signatures and prints what arrives.
            """
    )

    @OptionGroup var database: DatabaseOptions

    @Option(help: "The gateway to run: a path, or a name beside this program or in PATH.")
    var gateway = "gateway"

    @Option(help: "The gateway's port; another one is taken when it is in use.")
    var port: UInt16 = 8080

    @Option(help: "The receiver's port; another one is taken when it is in use.")
    var receiverPort: UInt16 = 4000

    @Option(help: "The folder for data and secrets.")
    var folder = DevFolder.standard

    private enum Ending: Sendable {
        case asked
        case lost(String)
    }

    func run() async throws {
        let signals = Signals()
        let session = DevSession(
            DevSession.Options(
                gateway: gateway,
                port: port,
                receiverPort: receiverPort,
                databaseURL: try await database.url(),
                folder: folder
            )
        )
        let ending: Ending
        do {
            ending = try await runUntilEnd(session, signals)
        } catch {
            await stop(session, signals)
            throw error
        }
        if case .asked = ending { Output.line("postrider | ending; once more to end at once") }
        await stop(session, signals)
        switch ending {
        case .lost(let reason): throw ToolError(reason)
        case .asked: if signals.isUrgent { throw ExitCode(130) }
        }
    }

    private func runUntilEnd(_ session: DevSession, _ signals: Signals) async throws -> Ending {
        try await withThrowingTaskGroup(of: Ending.self) { group in
            group.addTask {
                guard let lost = try await session.run() else { return .asked }
                return .lost("\(lost.name) has ended\(lost.ending), so everything ends")
            }
            group.addTask {
                await signals.waitForFirst()
                return .asked
            }
            defer { group.cancelAll() }
            return try await group.next() ?? .asked
        }
    }

    /// Ends everything; a second signal kills what has not ended yet.
    private func stop(_ session: DevSession, _ signals: Signals) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                if await signals.waitForSecond() { session.kill() }
            }
            await session.stop()
            group.cancelAll()
        }
    }
}
