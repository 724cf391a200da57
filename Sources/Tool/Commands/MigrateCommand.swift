import ArgumentParser
import Outbox

/// `postrider migrate`.
struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate",
        abstract: "Bring the database to this release's schema.",
        discussion: "Several at the same time are safe: one works, the others find nothing left to do."
    )

    @OptionGroup var database: DatabaseOptions

    func run() async throws {
        // A step over a large table may take its time, and so may another migrator that has the lock.
        let applied = try await database.withDatabase(statementTimeout: .seconds(3600), lockTimeout: .seconds(600)) {
            try await Migrator(database: $0).migrate()
        }
        for step in applied { Output.line("applied \(step)") }
        if applied.isEmpty { Output.line("the schema is up to date") }
    }
}
