import LocalPostgres
import Outbox
import Postgres
import TestKit
import Testing

/// What a process says when it can't start: one clear line a fault, and never a crash report.
struct StartFlowTests {
    @Test func workerRefusesAnOldSchema() async throws {
        try await withDatabase(migrated: false) { database in
            try await withProcess("worker", environment: ["DATABASE_URL": database.url]) { worker in
                let status = try await worker.waitForExit()
                #expect(status == .exited(78))
                #expect(
                    worker.errorOutput == ["worker: the database has no outbox schema yet: run `postrider migrate`"]
                )
            }
        }
    }

    @Test func workerRefusesANewSchema() async throws {
        try await withDatabase { database in
            try await database.execute(
                "INSERT INTO outbox.migrations (version, name, sha256) VALUES (999, 'later', '\\x00')"
            )
            try await withProcess("worker", environment: ["DATABASE_URL": database.url]) { worker in
                let status = try await worker.waitForExit()
                #expect(status == .exited(78))
                #expect(worker.errorOutput.count == 1)
                #expect(worker.errorOutput.first?.contains("run a newer release") == true)
            }
        }
    }

    @Test func workerReportsAllFaultsAtOnce() async throws {
        let environment = [
            "DELIVERY_CONCURRENCY": "many", "DELIVERY_ALLOW_NETWORKS": "10.0.0.0/99", "SECRETS_KEY": "short",
            "LOG_LEVEL": "loud",
        ]
        try await withProcess("worker", environment: environment) { worker in
            let status = try await worker.waitForExit()
            #expect(status == .exited(78))
            let text = worker.errorOutput.joined(separator: "\n")
            for name in environment.keys + ["DATABASE_URL"] { #expect(text.contains(name), "\(name) in \(text)") }
        }
    }

    @Test func workerRefusesAnUnknownOption() async throws {
        try await withProcess("worker", ["--databse-url", "x"]) { worker in
            let status = try await worker.waitForExit()
            #expect(status == .exited(78))
            #expect(worker.errorOutput == ["worker: --databse-url is no option of worker: see --help"])
        }
    }
}
