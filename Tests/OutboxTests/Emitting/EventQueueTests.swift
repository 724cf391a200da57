import Foundation
import Postgres
import TestKit
import Testing

@testable import Outbox

/// What the trigger on `outbox.events` does, whoever writes there.
struct EventQueueTests {
    private struct Undo: Error {}

    @Test func everyEventIsQueuedOnceInItsTenantsBucket() async throws {
        try await withDatabase { database in
            let emitted = try await database.emit((0..<60).map { NewEvent("\($0)", tenant: "tenant \($0 % 20)") })
            #expect(try await database.count("outbox.event_queue") == emitted.count)
            let right = try await database.count(
                """
                outbox.event_queue q JOIN outbox.events e ON e.id = q.event_id AND e.tenant = q.tenant AND e.type = q.type
                WHERE q.bucket = outbox.bucket(e.tenant) AND q.checked
                """
            )
            #expect(right == emitted.count)
            #expect(try await database.count("(SELECT DISTINCT bucket FROM outbox.event_queue) x") > 10)
        }
    }

    @Test func plainSQLIsUnchecked() async throws {
        try await withDatabase { database in
            try await database.run(
                script: """
                    INSERT INTO outbox.events (type, payload) VALUES ('a', '{}'), ('b', '{}');
                    SELECT outbox.emit('c', '{"n": 1}', tenant => 'acme');
                    SELECT outbox.emit('d', json_build_object('n', 1));
                    """
            )
            #expect(try await database.count("outbox.events WHERE NOT checked AND kind = 'event'") == 4)
            #expect(try await database.count("outbox.event_queue WHERE NOT checked") == 4)
            #expect(try await database.count("outbox.event_queue WHERE tenant = 'acme' AND type = 'c'") == 1)
        }
    }

    @Test func theFunctionAnswersTheID() async throws {
        try await withDatabase { database in
            let id: UUID = try await database.value("SELECT outbox.emit('a', '{}')")
            #expect(try await database.count("outbox.events WHERE id = '\(id)'") == 1)
        }
    }

    @Test(arguments: ["test", "callback"]) func testsAndCallbacksAreNotQueued(kind: String) async throws {
        try await withDatabase { database in
            try await database.execute(
                "INSERT INTO outbox.events (type, payload, kind) VALUES ('a', '{}', \(kind)::text), ('a', '{}', 'event')"
            )
            #expect(try await database.count("outbox.event_queue") == 1)
        }
    }

    @Test func anEmptyStatementQueuesNothing() async throws {
        try await withDatabase { database in
            try await database.execute("INSERT INTO outbox.events (type, payload) SELECT 'a', '{}' WHERE false")
            #expect(try await database.count("outbox.event_queue") == 0)
        }
    }

    /// A role that may only emit can't forge what the gateway vouches for.
    @Test func anEmitOnlyRoleCanDoNothingElse() async throws {
        try await withDatabase { database in
            try await asEmitOnlyRole(on: database) { transaction in
                try await transaction.execute("SELECT outbox.emit('a', '{}')")
                try await transaction.execute("INSERT INTO outbox.events (type, payload) VALUES ('a', '{}')")
                try await transaction.execute("RESET ROLE")
                let queued = try await transaction.query("SELECT FROM outbox.event_queue WHERE NOT checked")
                #expect(queued.count == 2)
            }
            for forbidden in [
                "INSERT INTO outbox.events (type, payload, checked) VALUES ('a', '{}', true)",
                "INSERT INTO outbox.events (id, type, payload) VALUES (gen_random_uuid(), 'a', '{}')",
                "INSERT INTO outbox.events (kind, type, payload) VALUES ('test', 'a', '{}')",
                "SELECT payload FROM outbox.events", "DELETE FROM outbox.event_queue",
                "SELECT outbox.ensure_partitions()", "SELECT outbox.prune()",
            ] {
                let error = await #expect(throws: PostgresError.self) {
                    try await asEmitOnlyRole(on: database) { try await $0.execute(Statement(forbidden)) }
                }
                #expect(error?.sqlState == "42501", "\(forbidden)")
            }
        }
    }

    @Test func theFunctionIsNotForEverybody() async throws {
        try await withDatabase { database in
            let error = await #expect(throws: PostgresError.self) {
                try await asEmitOnlyRole(on: database, grants: ["USAGE ON SCHEMA outbox"]) {
                    try await $0.execute("SELECT outbox.emit('a', '{}')")
                }
            }
            #expect(error?.sqlState == "42501")
        }
    }

    /// Roles are the whole server's: this one never outlives its transaction.
    private func asEmitOnlyRole(
        on database: TestDatabase,
        grants: [String] = [
            "USAGE ON SCHEMA outbox", "EXECUTE ON FUNCTION outbox.emit",
            "INSERT (tenant, type, payload, traceparent) ON outbox.events",
        ],
        _ body: (Transaction) async throws -> Void
    ) async throws {
        do {
            try await database.pool.withTransaction { transaction in
                let role = "emit_only_\(database.name)"
                try await transaction.execute("CREATE ROLE \(unsafe: role)")
                for grant in grants { try await transaction.execute("GRANT \(unsafe: grant) TO \(unsafe: role)") }
                try await transaction.execute("SET LOCAL ROLE \(unsafe: role)")
                try await body(transaction)
                throw Undo()
            }
        } catch is Undo {}
    }
}
