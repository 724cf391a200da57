import HTTPTypes
import JSONSchema
import OrderedCollections
import Outbox
import TestKit
import Testing

@testable import Postrider

struct EventTypeRouteTests {
    private let path = "/v1/event-types"

    @Test func putsReadsAndDeletes() async throws {
        try await withManagement { management async throws in
            let json: JSON = [
                "method": "PUT", "summary": "S", "description": "D",
                "schema": ["type": "object", "properties": ["z": true, "a": true]], "example": ["a": 1],
                "validation": "warn", "deprecated": true,
            ]
            let created = try await management.send(.put, "\(path)/billing.paid", json)
            #expect(created.status == .created, "\(created.text)")
            let body = try created.json
            for (member, value) in json.objectValue ?? [:] { #expect(body[member] == value, "\(member)") }
            #expect(body["name"] == "billing.paid" && body["source"] == "api" && body["declared_by"] == nil)
            let read = try await management.send(.get, "\(path)/billing.paid")
            #expect(try read.json == body)
            let replaced = try await management.send(.put, "\(path)/billing.paid", [:])
            #expect(replaced.status == .ok)
            #expect(try replaced.text("method") == "POST")
            #expect(try replaced.text("validation") == "block")
            #expect(try replaced.json["schema"] == nil)
            #expect(try await management.send(.delete, "\(path)/billing.paid").status == .noContent)
            for method in [HTTPRequest.Method.get, .delete] {
                #expect(try await management.send(method, "\(path)/billing.paid").status == .notFound)
            }
        }
    }

    /// Names may have slashes, which a path escapes.
    @Test func takesNamesWithSlashes() async throws {
        try await withManagement { management async throws in
            let created = try await management.send(.put, "\(path)/github%2Fpush", [:])
            #expect(created.status == .created)
            #expect(try created.text("name") == "github/push")
            #expect(try await management.send(.get, "\(path)/github%2Fpush").text("name") == "github/push")
        }
    }

    @Test func listsInPages() async throws {
        try await withManagement { management async throws in
            for name in ["a", "b", "c"] { _ = try await management.send(.put, "\(path)/\(name)", [:]) }
            let first = try await management.send(.get, "\(path)?limit=2")
            #expect(try first.items("name") == ["c", "b"])
            let cursor = try #require(try first.text("next_cursor"))
            let second = try await management.send(.get, "\(path)?limit=2&cursor=\(cursor)")
            #expect(try second.items("name") == ["a"])
            #expect(try second.json["next_cursor"] == .null)
        }
    }

    @Test(
        arguments: [
            ("a", ["method": "TRACE"], "/method enum"), ("a", ["schema": ["type": "money"]], "/schema/type schema"),
            ("a", ["schema": ["type": "object"], "example": 1], "/example type"),
            ("a", ["name": "b"], "/name additionalProperties"),
            ("a%20b", [:], "/name pattern"), ("postrider.x", [:], "/name not"),
            ("a", ["summary": "\u{0}"], "/summary pattern"),
        ] as [(String, JSON, String)]
    )
    func refuses(name: String, json: JSON, fault: String) async throws {
        try await withManagement { management async throws in
            let response = try await management.send(.put, "\(path)/\(name)", json)
            #expect(response.status == .unprocessableContent, "\(response.text)")
            #expect(try response.faults.contains(fault) || response.text.contains("anyOf"), "\(response.text)")
            #expect(try await management.send(.get, path).json["data"] == [])
        }
    }

    @Test func leavesToCodeWhatCodeDeclares() async throws {
        try await withManagement { management async throws in
            let declaration = EventTypeDeclaration(
                application: "shop",
                release: "1.2.3",
                types: ["a": EventTypeDefinition()]
            )
            try await EventTypeStore(database: management.database.pool).declare(declaration)
            let read = try await management.send(.get, "\(path)/a")
            #expect(try read.text("source") == "code")
            #expect(try read.text("declared_by") == "shop")
            #expect(try read.text("release") == "1.2.3")
            for response in [
                try await management.send(.put, "\(path)/a", [:]), try await management.send(.delete, "\(path)/a"),
            ] {
                #expect(response.status == .conflict)
                #expect(try response.text("detail")?.contains("shop") == true)
            }
        }
    }

    @Test func countsAtOnceForEvents() async throws {
        try await withManagement { management async throws in
            let event: JSON = ["type": "a", "payload": 1]
            #expect(try await management.send(.post, "/v1/events", event).status == .unprocessableContent)
            _ = try await management.send(.put, "\(path)/a", [:])
            #expect(try await management.send(.post, "/v1/events", event).status == .accepted)
            _ = try await management.send(.put, "\(path)/a", ["schema": ["type": "string"]])
            #expect(try await management.send(.post, "/v1/events", event).status == .unprocessableContent)
            _ = try await management.send(.delete, "\(path)/a")
            #expect(try await management.send(.post, "/v1/events", event).faults == ["/type declared"])
        }
    }
}
