import LocalPostgres
import Postgres
import TestKit
import Testing

struct MigrateTests {
    @Test func anEmptyDatabaseIsMigratedOnce() async throws {
        try await withDatabase(migrated: false) { database throws in
            let environment = ["DATABASE_URL": database.url]
            try await withProcess("postrider", ["migrate"], environment: environment) { process throws in
                #expect(try await process.waitForExit().isSuccess)
                #expect(process.output.first?.hasPrefix("applied ") == true)
            }
            try await withProcess("postrider", ["migrate"], environment: environment) { process throws in
                #expect(try await process.waitForExit().isSuccess)
                #expect(process.output == ["the schema is up to date"])
            }
            #expect(try await database.count("outbox.migrations") > 0)
        }
    }

    @Test func severalAtOnceAreSafe() async throws {
        try await withDatabase(migrated: false) { database in
            let outputs = try await withThrowingTaskGroup(of: [String].self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        try await withProcess("postrider", ["migrate", "--database-url", database.url]) {
                            process throws in
                            #expect(try await process.waitForExit().isSuccess, "\(process.output)")
                            return process.output
                        }
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            let applied = outputs.filter { $0.hasPrefix("applied") }
            #expect(try await database.count("outbox.migrations") == applied.count)
            try await database.checkInvariants()
        }
    }

    @Test func aMissingDatabaseIsNamed() async throws {
        try await withProcess("postrider", ["migrate"]) { process throws in
            #expect(try await process.waitForExit() == .exited(78))
            #expect(process.errorOutput.count == 1)
            #expect(process.errorOutput.first?.contains("DATABASE_URL") == true)
        }
    }

    @Test func aDatabaseThatDoesNotAnswerIsOneLineWithoutThePassword() async throws {
        let url = "postgres://me:hunter2@127.0.0.1:1/nowhere"
        try await withProcess("postrider", ["migrate"], environment: ["DATABASE_URL": url]) { process throws in
            #expect(try await process.waitForExit() == .exited(1))
            #expect(process.output.allSatisfy { !$0.contains("hunter2") })
            #expect(process.errorOutput.first?.contains("127.0.0.1") == true)
        }
    }

    @Test func aNewerSchemaIsRefused() async throws {
        try await withDatabase { database in
            try await database.execute(
                "INSERT INTO outbox.migrations (version, name, sha256) VALUES (999, 'later', '\\x00')"
            )
            try await withProcess("postrider", ["migrate", "--database-url", database.url]) { process throws in
                #expect(try await process.waitForExit() == .exited(78))
                #expect(process.errorOutput.first?.contains("run a newer release") == true)
            }
        }
    }
}
