import Foundation
import HTTPTypes
import JSONSchema
import OrderedCollections
import Outbox
import Postgres
import TestKit
import Testing

@testable import Postrider

struct EventRouteTests {
    private let path = "/v1/events"
    private let schema: JSON = [
        "schema": [
            "type": "object", "required": ["monthly_fee"], "properties": ["monthly_fee": ["type": "number"]],
        ]
    ]

    private func withTypes(_ body: (Management) async throws -> Void) async throws {
        try await withManagement { management async throws in
            _ = try await management.send(.put, "/v1/event-types/new-subscription", schema)
            _ = try await management.send(.put, "/v1/event-types/any", [:])
            try await body(management)
        }
    }

    private func key(_ key: String) -> HTTPFields {
        guard let name = HTTPField.Name("idempotency-key") else { return [:] }
        return [name: key]
    }

    private func isReplay(_ response: TestResponse) -> Bool {
        HTTPField.Name("idempotent-replayed").map { response.headers[$0] == "true" } ?? false
    }

    // MARK: One

    @Test func recordsThePayloadsVeryBytes() async throws {
        try await withTypes { management async throws in
            let payload = #"{ "z": 1.50,"monthly_fee" : 1E2, "a":"\u00e9\/" }"#
            let text = #"{"payload":  \#(payload) , "type": "new-subscription", "tenant": "acme"}"#
            let response = try await management.send(.post, path, text: text)
            #expect(response.status == .accepted, "\(response.text)")
            #expect(!isReplay(response))
            let id = try #require(try response.text("id"))
            #expect(Set(try #require(try response.json.objectValue).keys) == ["id", "type", "tenant", "created_at"])
            #expect(try response.text("tenant") == "acme")
            let stored = try await management.database.value(
                "SELECT payload::text FROM outbox.events WHERE checked AND traceparent IS NULL",
                as: String.self
            )
            #expect(stored == payload)
            let read = try await management.send(.get, "\(path)/\(id)")
            #expect(read.text.hasSuffix(#","payload":\#(payload)}"#))
            #expect(try read.text("status") == "queued")
            #expect(try read.text("kind") == "event")
            #expect(try read.text("created_at") == (try response.text("created_at")))
        }
    }

    @Test func keepsTheTraceOfTheRequest() async throws {
        try await withTypes { management async throws in
            let trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
            guard let name = HTTPField.Name("traceparent") else { return }
            let sent = try await management.send(
                .post,
                path,
                ["type": "any", "payload": nil],
                headers: [name: trace]
            )
            let id = try #require(try sent.text("id"))
            #expect(try await management.send(.get, "\(path)/\(id)").text("traceparent") == trace)
        }
    }

    @Test func checksThePayload() async throws {
        try await withTypes { management async throws in
            let response = try await management.send(
                .post,
                path,
                ["type": "new-subscription", "payload": ["monthly_fee": "9"]]
            )
            #expect(response.status == .unprocessableContent)
            #expect(try response.faults == ["/payload/monthly_fee type"])
            #expect(try response.json["errors"]?[0]?["in"] == "body")
            #expect(try await management.database.count("outbox.events") == 0)
        }
    }

    @Test(
        arguments: [
            (["type": "unknown", "payload": 1], ["/type declared"]), (["type": "", "payload": 1], ["/type declared"]),
            (["type": "postrider.subscription.failing", "payload": 1], ["/type not"]),
            (["type": "any", "payload": 1, "tenant": "postrider"], ["/tenant not"]),
            (["type": "any", "payload": 1, "tenant": ""], ["/tenant minLength"]),
            (["type": "a\u{0}", "payload": 1, "tenant": "b\u{0}"], ["/tenant pattern", "/type declared"]),
            (["payload": 1], [" required"]), (["type": "any"], [" required"]),
            (["type": "any", "payload": 1, "id": 2], ["/id additionalProperties"]),
        ] as [(JSON, [String])]
    )
    func refuses(json: JSON, faults: [String]) async throws {
        try await withTypes { management async throws in
            let response = try await management.send(.post, path, json)
            #expect(response.status == .unprocessableContent, "\(response.text)")
            #expect(try response.faults == faults)
        }
    }

    @Test func refusesPayloadsThatAreTooLarge() async throws {
        try await withTypes { management async throws in
            func text(_ bytes: Int) -> String {
                #"{"type":"any","payload":"\#(String(repeating: "x", count: bytes - 2))"}"#
            }
            #expect(try await management.send(.post, path, text: text(Limits.payloadBytes)).status == .accepted)
            let little = try await management.send(.post, path, text: text(Limits.payloadBytes + 1))
            #expect(little.status == .contentTooLarge)
            #expect(try little.faults == ["/payload maxLength"])
            #expect(try await management.send(.post, path, text: text(600_000)).status == .contentTooLarge)
        }
    }

    @Test func tellsWhereMalformedTextIs() async throws {
        try await withTypes { management async throws in
            let response = try await management.send(
                .post,
                path,
                text: #"{"type": "any", "payload": {"a": 1, "a": 2}}"#
            )
            #expect(response.status == .badRequest)
            #expect(response.text.contains("offset") || response.text.contains("column"))
        }
    }

    /// What the schema forbids may be recorded all the same, if its type says so.
    @Test func onlyWarnsWhereTheTypeSaysSo() async throws {
        try await withTypes { management async throws in
            var lenient = schema
            lenient["validation"] = "warn"
            _ = try await management.send(.put, "/v1/event-types/lenient", lenient)
            let response = try await management.send(.post, path, ["type": "lenient", "payload": [:]])
            #expect(response.status == .accepted)
        }
    }

    // MARK: Keys

    @Test func answersTheSameForTheSameKeyAndBody() async throws {
        try await withTypes { management async throws in
            let json: JSON = ["type": "any", "payload": ["a": 1]]
            let first = try await management.send(.post, path, json, headers: key("k1"))
            let second = try await management.send(.post, path, json, headers: key("k1"))
            #expect(first.status == .accepted && second.status == .accepted)
            #expect(!isReplay(first) && isReplay(second))
            #expect(try first.json == (try second.json))
            let others: [JSON] = [
                ["type": "any", "payload": ["a": 2]], ["type": "new-subscription", "payload": ["monthly_fee": 1]],
            ]
            for other in others {
                let conflict = try await management.send(.post, path, other, headers: key("k1"))
                #expect(conflict.status == .conflict)
            }
            // The key is the tenant's own.
            var elsewhere = json
            elsewhere["tenant"] = "acme"
            let foreign = try await management.send(.post, path, elsewhere, headers: key("k1"))
            #expect(foreign.status == .accepted && !isReplay(foreign))
            #expect(try await management.database.count("outbox.events") == 2)
        }
    }

    @Test(arguments: ["", String(repeating: "k", count: 256)])
    func boundsTheKey(text: String) async throws {
        try await withTypes { management async throws in
            let response = try await management.send(
                .post,
                path,
                ["type": "any", "payload": 1],
                headers: key(text)
            )
            #expect(response.status == .unprocessableContent)
        }
    }

    // MARK: Batches

    @Test func recordsABatchInOrder() async throws {
        try await withTypes { management async throws in
            let events = (0..<1_000).map { #"{"type":"any","payload":{"n":  \#($0)}}"# }
            let text = #"{"events":[\#(events.joined(separator: " , "))]}"#
            let response = try await management.send(.post, "\(path)/batch", text: text)
            #expect(response.status == .accepted, "\(response.text.prefix(300))")
            let ids = try response.items("id").compactMap(\.self)
            #expect(ids.count == 1_000)
            #expect(ids == ids.sorted())
            let stored = try await management.database.query("SELECT payload::text AS p FROM outbox.events ORDER BY id")
            #expect(try stored.map { try $0.decode("p", as: String.self) } == (0..<1_000).map { #"{"n":  \#($0)}"# })
        }
    }

    @Test func recordsAllOrNothing() async throws {
        try await withTypes { management async throws in
            let events: [JSON] = [
                ["type": "any", "payload": 1], ["type": "unknown", "payload": 1],
                ["type": "new-subscription", "payload": ["monthly_fee": "x"]],
            ]
            let response = try await management.send(.post, "\(path)/batch", ["events": .array(events)])
            #expect(response.status == .unprocessableContent)
            #expect(try response.faults == ["/events/1/type declared", "/events/2/payload/monthly_fee type"])
            #expect(try await management.database.count("outbox.events") == 0)
        }
    }

    @Test func boundsBatches() async throws {
        try await withTypes { management async throws in
            let event: JSON = ["type": "any", "payload": 1]
            let many: JSON = ["events": .array(Array(repeating: event, count: 1_001))]
            #expect(try await management.send(.post, "\(path)/batch", many).status == .contentTooLarge)
            let none = try await management.send(.post, "\(path)/batch", ["events": []])
            #expect(try none.faults == ["/events minItems"])
            let wide: JSON = ["type": "any", "payload": .string(String(repeating: "x", count: 250_000))]
            let heavy: JSON = ["events": .array(Array(repeating: wide, count: 17))]
            #expect(try await management.send(.post, "\(path)/batch", heavy).status == .contentTooLarge)
            let single: JSON = ["type": "any", "payload": .string(String(repeating: "x", count: 262_143))]
            let tooWide = try await management.send(.post, "\(path)/batch", ["events": [event, single]])
            #expect(tooWide.status == .contentTooLarge)
            #expect(try tooWide.faults == ["/events/1/payload maxLength"])
        }
    }

    // MARK: Reading

    @Test func listsInPagesWithFilters() async throws {
        try await withTypes { management async throws in
            var ids: [String?] = []
            for (type, tenant) in [("any", "a"), ("any", "b"), ("other", "a")] {
                _ = try await management.send(.put, "/v1/event-types/\(type)", [:])
                let json: JSON = ["type": .string(type), "payload": 1, "tenant": .string(tenant)]
                ids.append(try await management.send(.post, path, json).text("id"))
            }
            let first = try await management.send(.get, "\(path)?limit=2")
            #expect(try first.items("id") == [ids[2], ids[1]])
            let cursor = try #require(try first.text("next_cursor"))
            #expect(try await management.send(.get, "\(path)?cursor=\(cursor)").items("id") == [ids[0]])
            #expect(try await management.send(.get, "\(path)?type=any&tenant=a").items("id") == [ids[0]])
            #expect(try await management.send(.get, "\(path)?since=2999-01-01T00:00:00Z").items("id") == [])
            #expect(try await management.send(.get, "\(path)?until=2999-01-01T00:00:00Z").items("id").count == 3)
            let wrong = try await management.send(.get, "\(path)?since=yesterday&type=a%20b")
            #expect(wrong.status == .unprocessableContent)
            #expect(Set(try wrong.faults.map { $0.prefix { $0 != " " } }) == ["/since", "/type"])
        }
    }

    /// Plain SQL may record what this parser would refuse; it is shown as it is.
    @Test func showsWhatPlainSQLRecorded() async throws {
        try await withTypes { management async throws in
            let id = try await management.database.value(
                #"SELECT outbox.emit('any', '{"a": 1, "a": 2}')"#,
                as: UUID.self
            )
            try await management.database.pool.execute(
                """
                WITH q AS (DELETE FROM outbox.event_queue RETURNING *)
                INSERT INTO outbox.rejected_events (event_id, tenant, type, reason, errors)
                SELECT event_id, tenant, type, 'invalid', '[{"pointer": "/a"}]' FROM q
                """
            )
            let response = try await management.send(.get, "\(path)/\(id.uuidString)")
            #expect(response.status == .ok)
            #expect(response.text.contains(#""payload":{"a": 1, "a": 2}"#))
            #expect(response.text.contains(#""status":"rejected""#))
            #expect(response.text.contains(#""reason":"invalid","errors":[{"pointer":"/a"}]"#))
        }
    }

    @Test func answersNotFound() async throws {
        try await withTypes { management async throws in
            let unknown = "\(path)/018f2f2e-0000-7000-8000-000000000000"
            #expect(try await management.send(.get, unknown).status == .notFound)
            #expect(try await management.send(.get, "\(unknown)/deliveries").status == .notFound)
        }
    }
}
