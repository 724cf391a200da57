import Foundation
import LocalPostgres
import Postgres
import TestKit
import Testing

struct EmitTests {
    private static let schema =
        #"{"type": "object", "required": ["n", "word"], "properties": {"n": {"type": "integer"}}}"#

    private func withCatalogue(_ body: (TestDatabase) async throws -> Void) async throws {
        try await withDatabase { database in
            try await database.execute(
                """
                INSERT INTO outbox.event_types (name, schema, example)
                VALUES ('strict', \(JSONText(Array(Self.schema.utf8)))::json, NULL), ('loose', NULL, '{"hello": "world"}')
                """
            )
            try await body(database)
        }
    }

    private func emit(
        _ database: TestDatabase,
        _ arguments: [String]
    ) async throws -> (status: ProcessStatus, output: [String], errors: [String]) {
        try await withProcess("postrider", ["emit"] + arguments, environment: ["DATABASE_URL": database.url]) {
            process in
            let status = try await process.waitForExit()
            return (status, process.output, process.errorOutput)
        }
    }

    @Test func theEventIsRecordedAsItIsWritten() async throws {
        try await withCatalogue { database in
            let payload = #"{ "n":1,  "word":"\u00e9" }"#
            let answer = try await emit(database, ["strict", "--tenant", "acme", "--payload", payload])
            #expect(answer.status.isSuccess, "\(answer.errors)")
            let row = try #require(
                try await database.query(
                    "SELECT id::text AS id, tenant, type, payload::text AS payload, checked FROM outbox.events"
                )
                .first
            )
            #expect(answer.output == [try row.decode("id")])
            #expect(try row.decode("tenant") == "acme")
            #expect(try row.decode("type") == "strict")
            #expect(try row.decode("payload") == payload)
            #expect(try row.decode("checked") == true)
        }
    }

    @Test func withoutAPayloadTheExampleIsSent() async throws {
        try await withCatalogue { database throws in
            #expect(try await emit(database, ["loose"]).status.isSuccess)
            #expect(try await database.value("SELECT payload ->> 'hello' FROM outbox.events") == "world")
        }
    }

    @Test func aFileIsRead() async throws {
        let path = "/tmp/postrider-test-\(UUID().uuidString).json"
        try Data(#"{"from": "file"}"#.utf8).write(to: URL(fileURLWithPath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        try await withCatalogue { database throws in
            #expect(try await emit(database, ["loose", "--payload", "@\(path)"]).status.isSuccess)
            #expect(try await database.value("SELECT payload ->> 'from' FROM outbox.events") == "file")
        }
    }

    @Test func theSameKeyRecordsOnce() async throws {
        try await withCatalogue { database in
            let arguments = ["loose", "--idempotency-key", "order 7", "--payload", "{}"]
            let first = try await emit(database, arguments)
            let second = try await emit(database, arguments)
            #expect(first.status.isSuccess)
            #expect(first.output == second.output)
            let other = try await emit(database, ["loose", "--idempotency-key", "order 7", "--payload", "[]"])
            #expect(other.status == .exited(1))
            #expect(other.errors == ["postrider: the idempotency key was used with another event type or payload"])
            #expect(try await database.count("outbox.events") == 1)
        }
    }

    /// Arguments, and what the lines on standard error say.
    @Test(arguments: [
        (["strict", "--payload", #"{"n": "x"}"#], ["/n must be", "must have the property \"word\""]),
        (["unheard-of", "--payload", "{}"], ["there is no event type `unheard-of`"]),
        (["loose", "--payload", "{"], ["the payload is not JSON"]),
        (["loose", "--payload", "@/nowhere.json"], ["/nowhere.json cannot be read"]),
        (["strict"], ["declares no example"]),
    ])
    func whatCannotBeEmittedIsExplained(arguments: [String], words: [String]) async throws {
        try await withCatalogue { database in
            let answer = try await emit(database, arguments)
            #expect(answer.status == .exited(1))
            let text = answer.errors.joined(separator: "\n")
            for word in words { #expect(text.contains(word)) }
            #expect(answer.errors.allSatisfy { $0.hasPrefix("postrider: ") })
            #expect(try await database.count("outbox.events") == 0)
        }
    }

    @Test(arguments: [
        ["emit"], ["emit", "postrider.test"], ["nonsense"], ["listen", "--port", "70000"], ["emit", "--x"],
    ])
    func wrongArgumentsAreAUsageError(arguments: [String]) async throws {
        try await withProcess("postrider", arguments) { process throws in
            #expect(try await process.waitForExit() == .exited(64))
            #expect(process.errorOutput.first?.hasPrefix("Error: ") == true)
        }
    }
}
