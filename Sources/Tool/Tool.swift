import ArgumentParser
import LocalHTTP
import LocalPostgres
import Outbox
import Postgres

/// The command line of the outbox: `postrider`.
struct Tool: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "postrider",
        abstract: "Webhooks with a transactional outbox in PostgreSQL.",
        subcommands: [
            DevCommand.self, MigrateCommand.self, EmitCommand.self, ListenCommand.self, KeysCommand.self,
            HealthCommand.self,
        ]
    )
}

/// Runs the command that the arguments name; every failure is one clear text on standard error and a status.
@main
struct Main {
    static func main() async {
        do {
            let command = try Tool.parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                var command = command
                try command.run()
            }
        } catch {
            fail(error)
        }
    }

    /// What ArgumentParser throws it words itself; the rest is worded like the other processes' failures.
    private static func fail(_ error: any Error) -> Never {
        let isOwn =
            error is ToolError || error is SettingsError || error is SchemaError || error is PostgresError
            || error is LocalPostgresError || error is ChildProcessError || error is HTTPClientError
            || error is ReceiverError
        guard isOwn else { Tool.exit(withError: error) }
        Startup.fail("postrider", error)
    }
}
