import JSONSchema
import Logging
import OrderedCollections
import Outbox
import TestKit
import Testing

@testable import Postrider

struct ManagementDocumentTests {
    private func operations(of document: JSON) -> [(name: String, operation: JSON)] {
        (document["paths"]?.objectValue ?? [:])
            .flatMap { path, item in
                (item.objectValue ?? [:]).filter { ["get", "post", "put", "patch", "delete"].contains($0.key) }
                    .map { ("\($0.key) \(path)", $0.value) }
            }
    }

    @Test func documentsEveryRouteUnderItsTag() async throws {
        try await withManagement { management async throws in
            let document = try await management.client.get("/openapi.json").json
            let own = operations(of: document).filter { $0.name.contains("/v1/") }
            #expect(own.count == 20)
            for (name, operation) in own {
                #expect(operation["tags"] == ["Postrider"], "\(name)")
                #expect(operation["operationId"]?.stringValue?.hasPrefix("postrider") == true, "\(name)")
                #expect(operation["security"]?[0]?["PostriderKey"] != nil, "\(name)")
                let responses = operation["responses"]?.objectValue ?? [:]
                for status in ["401", "403", "503"] { #expect(responses[status] != nil, "\(name) \(status)") }
                if name.contains("{") { #expect(responses["404"] != nil, "\(name)") }
            }
        }
    }

    /// An application's own types and operations may have any name but Postrider's.
    @Test func takesNoNamesOfTheApplication() async throws {
        try await withManagement { management async throws in
            let document = try await management.client.get("/openapi.json").json
            let schemas = document["components"]?["schemas"]?.objectValue ?? [:]
            #expect(schemas.keys.allSatisfy { $0.hasPrefix("Postrider.") || $0 == "Problem" || $0 == "InvalidInput" })
        }
    }

    /// Answers are as the document says: each is checked against its own schema.
    @Test func answersAsDocumented() async throws {
        try await withManagement { management async throws in
            let document = try await management.client.get("/openapi.json").json
            let definitions = document["components"]?["schemas"]?.objectValue ?? [:]
            func check(_ response: TestResponse, _ operation: String, _ status: String) throws {
                let path = operation.split(separator: " ")
                let content = document["paths"]?[String(path[1])]?[String(path[0])]?["responses"]?[status]?["content"]
                let schema = try #require(content?["application/json"]?["schema"], "\(operation)")
                let compiled = try CompiledSchema(schema, definitions: definitions)
                #expect(compiled.validate(try response.json) == [], "\(operation)")
            }
            let type = try await management.send(.put, "/v1/event-types/a", ["schema": true, "example": 1])
            try check(type, "put /v1/event-types/{name}", "201")
            try check(try await management.send(.get, "/v1/event-types"), "get /v1/event-types", "200")
            let json: JSON = [
                "url": "https://public.example/", "event_types": ["*"], "filter": ["a": 1], "backoff": ["factor": 2],
            ]
            let created = try await management.send(.post, "/v1/subscriptions", json)
            try check(created, "post /v1/subscriptions", "201")
            let id = try #require(try created.text("id"))
            let rotated = try await management.send(.post, "/v1/subscriptions/\(id)/secrets/rotate")
            try check(rotated, "post /v1/subscriptions/{id}/secrets/rotate", "200")
            let secrets = try await management.send(.get, "/v1/subscriptions/\(id)/secrets")
            try check(secrets, "get /v1/subscriptions/{id}/secrets", "200")
            let disabled = try await management.send(.patch, "/v1/subscriptions/\(id)", ["state": "disabled"])
            try check(disabled, "patch /v1/subscriptions/{id}", "200")
            try check(try await management.send(.get, "/v1/subscriptions"), "get /v1/subscriptions", "200")
            let event = try await management.send(.post, "/v1/events", ["type": "a", "payload": 1])
            try check(event, "post /v1/events", "202")
            let eventID = try #require(try event.text("id"))
            try check(try await management.send(.get, "/v1/events/\(eventID)"), "get /v1/events/{id}", "200")
            try check(try await management.send(.get, "/v1/events"), "get /v1/events", "200")
            try check(try await management.send(.get, "/v1/deliveries"), "get /v1/deliveries", "200")
        }
    }

    @Test func canBeLeftOutAndMoved() async throws {
        try await withDatabase { database async throws in
            let notifier = Notifier(database.configuration, logger: .init(label: "test"))
            let emitter = EventEmitter(database: database.pool, notifier: notifier)
            let api = ManagementAPI.forTests(on: database, emitter: emitter)
            let hidden = ManagementAPI(
                subscriptions: api.subscriptions,
                subscriptionCheck: api.subscriptionCheck,
                events: api.events,
                deliveries: api.deliveries,
                eventTypes: api.eventTypes,
                catalogue: api.catalogue,
                emitter: emitter,
                operatorKey: api.operatorKey,
                isDocumented: false,
                prefix: "/hooks"
            )
            let gateway = Gateway(title: "Test", version: "1.0.0")
            gateway.include(hidden)
            try await gateway.test(services: GatewayServices(pool: database.pool)) { client async throws in
                #expect(try await !client.get("/openapi.json").text.contains("/hooks/"))
                let headers: HTTPFields = [.authorization: "Bearer \(Management.key)"]
                #expect(try await client.get("/hooks/events", headers: headers).status == .ok)
                #expect(try await client.get("/v1/events", headers: headers).status == .notFound)
            }
        }
    }
}
