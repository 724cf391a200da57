import HTTPTypes
import TestKit
import Testing

@testable import Postrider

struct ManagementAccessTests {
    private static let routes: [(HTTPRequest.Method, String)] = {
        let id = "018f2f2e-0000-7000-8000-000000000000"
        return [
            (.post, "/v1/subscriptions"), (.get, "/v1/subscriptions"), (.get, "/v1/subscriptions/\(id)"),
            (.patch, "/v1/subscriptions/\(id)"), (.delete, "/v1/subscriptions/\(id)"),
            (.get, "/v1/subscriptions/\(id)/secrets"), (.post, "/v1/subscriptions/\(id)/secrets/rotate"),
            (.delete, "/v1/subscriptions/\(id)/secrets/\(id)"), (.post, "/v1/events"), (.post, "/v1/events/batch"),
            (.get, "/v1/events"), (.get, "/v1/events/\(id)"), (.get, "/v1/events/\(id)/deliveries"),
            (.get, "/v1/deliveries"), (.get, "/v1/deliveries/\(id)/\(id)"), (.post, "/v1/deliveries/\(id)/\(id)/retry"),
            (.get, "/v1/event-types"), (.get, "/v1/event-types/a"), (.put, "/v1/event-types/a"),
            (.delete, "/v1/event-types/a"),
        ]
    }()

    /// Nothing is looked at before the key: not the body, not whether there is such a thing.
    @Test func wantsAKeyEverywhere() async throws {
        try await withManagement { management async throws in
            for (method, path) in Self.routes {
                for key in [nil, "", "wrong", Management.key + "x", String(Management.key.dropLast())] as [String?] {
                    let response = try await management.send(method, path, key: key)
                    #expect(response.status == .unauthorized, "\(method) \(path)")
                    #expect(response.headers[.wwwAuthenticate]?.hasPrefix("Bearer") == true)
                }
            }
        }
    }

    @Test func keepsAReadingKeyFromWritingAndFromSecrets() async throws {
        try await withManagement { management async throws in
            let id = "018f2f2e-0000-7000-8000-000000000000"
            for (method, path) in Self.routes where method != .get || path.hasSuffix("secrets") {
                let response = try await management.send(method, path, key: Management.readingKey)
                #expect(response.status == .forbidden, "\(method) \(path)")
            }
            #expect(try await management.send(.get, "/v1/events", key: Management.readingKey).status == .ok)
            #expect(try await management.send(.get, "/v1/events/\(id)", key: Management.readingKey).status == .notFound)
        }
    }

    /// What belongs to another tenant does not exist: 404, never 403.
    @Test func hidesOtherTenants() async throws {
        try await withManagement { management async throws in
            let types = try await management.send(.put, "/v1/event-types/a", [:])
            #expect(types.status == .created)
            let body: JSON = ["url": "https://public.example/", "event_types": ["*"], "tenant": "other"]
            let created = try await management.send(.post, "/v1/subscriptions", body)
            let id = try #require(try created.text("id"))
            let event = try await management.send(.post, "/v1/events", ["type": "a", "payload": 1, "tenant": "other"])
            let eventID = try #require(try event.text("id"))
            let hidden: [(HTTPRequest.Method, String, JSON?)] = [
                (.get, "/v1/subscriptions/\(id)", nil), (.patch, "/v1/subscriptions/\(id)", ["ordered": true]),
                (.delete, "/v1/subscriptions/\(id)", nil), (.get, "/v1/subscriptions/\(id)/secrets", nil),
                (.post, "/v1/subscriptions/\(id)/secrets/rotate", nil), (.get, "/v1/events/\(eventID)", nil),
                (.get, "/v1/events/\(eventID)/deliveries", nil), (.get, "/v1/subscriptions?tenant=other", nil),
                (.get, "/v1/events?tenant=other", nil), (.get, "/v1/deliveries?tenant=other", nil),
                (.post, "/v1/events", ["type": "a", "payload": 1, "tenant": "other"]),
                (.post, "/v1/subscriptions", body), (.put, "/v1/event-types/b", [:]),
                (.delete, "/v1/event-types/a", nil), (.get, "/v1/deliveries/\(eventID)/\(id)", nil),
                (.post, "/v1/deliveries/\(eventID)/\(id)/retry", nil),
            ]
            for (method, path, json) in hidden {
                let response = try await management.send(method, path, json, key: Management.tenantKey)
                #expect(response.status == .notFound, "\(method) \(path)")
            }
            for path in ["/v1/subscriptions", "/v1/events", "/v1/deliveries"] {
                let response = try await management.send(.get, path, key: Management.tenantKey)
                #expect(try response.json["data"] == [], "\(path)")
            }
            // The catalogue is everybody's to read.
            let catalogue = try await management.send(.get, "/v1/event-types/a", key: Management.tenantKey)
            #expect(catalogue.status == .ok)
        }
    }

    @Test func worksInTheKeysOwnTenant() async throws {
        try await withManagement { management async throws in
            _ = try await management.send(.put, "/v1/event-types/a", [:])
            let body: JSON = ["url": "https://public.example/", "event_types": ["a"]]
            let created = try await management.send(.post, "/v1/subscriptions", body, key: Management.tenantKey)
            #expect(created.status == .created)
            #expect(try created.text("tenant") == "acme")
            let event = try await management.send(
                .post,
                "/v1/events",
                ["type": "a", "payload": [:], "tenant": "acme"],
                key: Management.tenantKey
            )
            #expect(event.status == .accepted)
            #expect(try event.text("tenant") == "acme")
            let listed = try await management.send(.get, "/v1/events?tenant=acme", key: Management.tenantKey)
            #expect(try listed.items("id") == [try event.text("id")])
        }
    }

    @Test func answersOtherMethodsWithAllow() async throws {
        try await withManagement { management async throws in
            let response = try await management.send(.delete, "/v1/events")
            #expect(response.status == .methodNotAllowed)
            let allow = response.headers[.allow] ?? ""
            #expect(allow.contains("GET") && allow.contains("POST"))
        }
    }

    /// The database is away: nobody is told a fault of their own, and when to come back.
    @Test func saysWhenToComeBackWhileTheDatabaseIsAway() async throws {
        try await withServer { server async throws in
            try await withManagement(on: server.database) { management async throws in
                _ = try await management.send(.put, "/v1/event-types/a", [:])
                #expect(
                    try await management.send(.post, "/v1/events", ["type": "a", "payload": 1]).status == .accepted
                )
                try await server.stop()
                let requests: [(HTTPRequest.Method, String, JSON?)] = [
                    (.post, "/v1/events", ["type": "a", "payload": 1]),
                    (.post, "/v1/events/batch", ["events": [["type": "a", "payload": 1]]]),
                    (.get, "/v1/events", nil), (.get, "/v1/subscriptions", nil), (.get, "/v1/deliveries", nil),
                    (.post, "/v1/subscriptions", ["url": "https://public.example/", "event_types": ["*"]]),
                    (.put, "/v1/event-types/b", [:]),
                ]
                for (method, path, json) in requests {
                    let response = try await management.send(method, path, json)
                    #expect(response.status == .serviceUnavailable, "\(method) \(path)")
                    #expect(response.headers[.retryAfter] == "1")
                    #expect(response.headers[.contentType]?.hasPrefix("application/problem+json") == true)
                }
                try await server.start()
            }
        }
    }
}
