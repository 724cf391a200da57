import Foundation
import HTTPTypes
import JSONSchema
import OrderedCollections
import Outbox
import Testing

@testable import Postrider

struct SubscriptionRouteTests {
    private let path = "/v1/subscriptions"
    private let minimal: JSON = ["url": "https://public.example/hook", "event_types": ["*"]]

    private func create(_ json: JSON? = nil, in management: Management) async throws -> String {
        let response = try await management.send(.post, path, json ?? minimal)
        #expect(response.status == .created, "\(response.text)")
        return try #require(try response.text("id"))
    }

    // MARK: Creating

    @Test func createsWithDefaultsAndASecret() async throws {
        try await withManagement { management async throws in
            let response = try await management.send(.post, path, minimal)
            #expect(response.status == .created)
            #expect(response.headers[.cacheControl] == "no-store")
            let secret = try #require(try response.text("secret"))
            #expect(try WebhookSecret(secret).bytes.count == 32)
            var expected: JSON = [
                "tenant": "default", "url": "https://public.example/hook", "event_types": ["*"], "description": "",
                "header_names": [], "metadata": [:], "state": "active", "ordered": false, "max_in_flight": 16,
                "timeout_seconds": 15, "max_attempts": 13, "failure_count": 0,
            ]
            var json = try response.json
            for member in ["id", "secret", "created_at", "updated_at"] {
                #expect(json[member]?.stringValue != nil)
                json[member] = nil
            }
            #expect(json == expected)
            // Reading shows the same, but for the secret.
            let id = try #require(try response.text("id"))
            var read = try await management.send(.get, "\(path)/\(id)").json
            #expect(read["secret"] == nil)
            for member in ["id", "created_at", "updated_at"] { read[member] = nil }
            expected["secret"] = nil
            #expect(read == expected)
        }
    }

    @Test func createsWithEverything() async throws {
        try await withManagement { management async throws in
            _ = try await management.send(.put, "/v1/event-types/new-subscription", [:])
            let json: JSON = [
                "url": "https://public.example/hook?a=b", "event_types": ["new-subscription", "billing.*"],
                "tenant": "acme", "description": "Ours", "filter": ["plan": "pro"], "headers": ["X-Key": "swordfish"],
                "ordered": true, "max_in_flight": 3, "rate_per_second": 0.1, "timeout_seconds": 1.5, "max_attempts": 4,
                "backoff": ["base_seconds": 2], "metadata": ["team": [1, nil]],
                "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            ]
            let response = try await management.send(.post, path, json)
            #expect(response.status == .created, "\(response.text)")
            #expect(!response.text.contains("swordfish"))
            let body = try response.json
            for (member, value) in json.objectValue ?? [:] where member != "headers" && member != "backoff" {
                #expect(body[member] == value, "\(member)")
            }
            #expect(body["header_names"] == ["X-Key"])
            #expect(body["backoff"] == ["base_seconds": 2, "factor": 4, "cap_seconds": 43_200])
        }
    }

    /// Everything that is wrong comes at once, each with its place.
    @Test func tellsEveryFault() async throws {
        try await withManagement { management async throws in
            let shape = try await management.send(
                .post,
                path,
                [
                    "url": 1, "event_types": [], "max_in_flight": 0, "timeout_seconds": 60.1, "filter": [],
                    "unknown": 1,
                    "backoff": ["factor": 11],
                ]
            )
            #expect(shape.status == .unprocessableContent)
            let faults = Set(try shape.faults)
            let expected: Set = [
                "/url type", "/event_types minItems", "/max_in_flight minimum", "/timeout_seconds maximum",
                "/filter anyOf", "/unknown additionalProperties", "/backoff/factor maximum",
            ]
            #expect(faults.isSuperset(of: expected), "\(faults.symmetricDifference(expected))")
            let meaning = try await management.send(
                .post,
                path,
                [
                    "url": "https://inner.example/", "event_types": ["unknown", "not ok", "*"], "tenant": "a\u{1}",
                    "headers": ["webhook-id": "1", "x": "a\r\nb"], "secret": "whsec_short", "metadata": ["a": "\u{0}"],
                ]
            )
            #expect(meaning.status == .unprocessableContent)
            #expect(
                Set(try meaning.faults) == [
                    "/url address", "/event_types/0 declared", "/event_types/1 pattern", "/event_types/1 declared",
                    "/tenant pattern", "/headers/webhook-id propertyNames", "/headers/x pattern", "/secret pattern",
                    "/metadata/a pattern",
                ]
            )
            #expect(!meaning.text.contains("whsec_short"))
        }
    }

    @Test(arguments: [
        "https://inner.example/", "http://127.0.0.1:8080/", "http://[::1]/", "https://169.254.169.254/latest",
        "http://2130706433/",
    ])
    func refusesAddressesThatDeliveryWould(url: String) async throws {
        try await withManagement { management async throws in
            let response = try await management.send(.post, path, ["url": .string(url), "event_types": ["*"]])
            #expect(response.status == .unprocessableContent)
            #expect(try response.faults == ["/url address"])
            #expect(response.text.contains("DELIVERY_ALLOW_NETWORKS"))
        }
    }

    @Test func acceptsAHostThatDoesNotResolve() async throws {
        try await withManagement { management async throws in
            _ = try await create(["url": "https://nowhere.example/", "event_types": ["*"]], in: management)
        }
    }

    @Test(arguments: [
        ("{", HTTPResponse.Status.badRequest), (#"{"url": "a", "url": "b"}"#, .badRequest), ("", .unprocessableContent),
        ("[]", .unprocessableContent),
    ])
    func refusesWhatIsNoObject(text: String, status: HTTPResponse.Status) async throws {
        try await withManagement { management async throws in
            #expect(try await management.send(.post, path, text: text).status.kind == .clientError)
            #expect(try await management.send(.post, path, text: text).status == status)
        }
    }

    @Test func refusesOtherMediaTypesAndTooMuch() async throws {
        try await withManagement { management async throws in
            let form = try await management.client.execute(
                .post,
                path,
                headers: [.authorization: "Bearer \(Management.key)", .contentType: "text/plain"],
                body: [0x7b, 0x7d]
            )
            #expect(form.status == .unsupportedMediaType)
            let big = "{\"description\": \"\(String(repeating: "x", count: 2_000_000))\"}"
            #expect(try await management.send(.post, path, text: big).status == .contentTooLarge)
        }
    }

    // MARK: Reading

    @Test func answersNotFound() async throws {
        try await withManagement { management async throws in
            let unknown = "\(path)/018f2f2e-0000-7000-8000-000000000000"
            #expect(try await management.send(.get, unknown).status == .notFound)
            #expect(try await management.send(.patch, unknown, [:]).status == .notFound)
            #expect(try await management.send(.delete, unknown).status == .notFound)
            #expect(try await management.send(.get, "\(path)/abc").status == .unprocessableContent)
        }
    }

    @Test func listsInPagesWithFilters() async throws {
        try await withManagement { management async throws in
            var ids: [String?] = []
            for tenant in ["a", "b", "a"] {
                var json = minimal
                json["tenant"] = .string(tenant)
                ids.append(try await create(json, in: management))
            }
            let first = try await management.send(.get, "\(path)?limit=2")
            #expect(try first.items("id") == [ids[2], ids[1]])
            let cursor = try #require(try first.text("next_cursor"))
            let second = try await management.send(.get, "\(path)?limit=2&cursor=\(cursor)")
            #expect(try second.items("id") == [ids[0]])
            #expect(try second.json["next_cursor"] == .null)
            let ofA = try await management.send(.get, "\(path)?tenant=a&state=active&event_type=x.y")
            #expect(try ofA.items("id") == [ids[2], ids[0]])
            #expect(try await management.send(.get, "\(path)?state=paused").json["data"] == [])
        }
    }

    @Test(arguments: [
        ("limit=0", "/limit minimum"), ("limit=201", "/limit maximum"), ("limit=x", "/limit type"),
        ("cursor=abc", "/cursor cursor"), ("state=gone", "/state enum"), ("event_type=a%20b", "/event_type pattern"),
        ("tenant=a%00b", "/tenant pattern"),
    ])
    func refusesParameters(query: String, fault: String) async throws {
        try await withManagement { management async throws in
            let response = try await management.send(.get, "\(path)?\(query)")
            #expect(response.status == .unprocessableContent)
            #expect(try response.faults == [fault])
        }
    }

    @Test func refusesACursorOfAnotherList() async throws {
        try await withManagement { management async throws in
            for _ in 0..<2 { _ = try await create(in: management) }
            let page = try await management.send(.get, "\(path)?limit=1")
            let cursor = try #require(try page.text("next_cursor"))
            for list in ["events", "deliveries", "event-types"] {
                let response = try await management.send(.get, "/v1/\(list)?cursor=\(cursor)")
                #expect(response.status == .unprocessableContent)
                #expect(try response.faults == ["/cursor cursor"])
            }
        }
    }

    // MARK: Changing

    @Test func mergesPatches() async throws {
        try await withManagement { management async throws in
            var json = minimal
            json["filter"] = ["a": 1, "b": ["c": 2]]
            json["headers"] = ["X-One": "1", "X-Two": "2"]
            json["rate_per_second"] = 5
            json["max_attempts"] = 3
            json["description"] = "old"
            let id = try await create(json, in: management)
            let response = try await management.send(
                .patch,
                "\(path)/\(id)",
                [
                    "filter": ["b": ["c": nil, "d": 3]], "headers": ["x-one": nil, "X-Three": "3"],
                    "rate_per_second": nil, "max_attempts": nil, "url": "https://public.example/other",
                    "state": "paused", "backoff": ["factor": 2],
                ]
            )
            #expect(response.status == .ok, "\(response.text)")
            let body = try response.json
            #expect(body["filter"] == ["a": 1, "b": ["d": 3]])
            #expect(body["header_names"] == ["X-Three", "X-Two"])
            #expect(body["rate_per_second"] == nil)
            #expect(body["max_attempts"] == 13)
            #expect(body["description"] == "old")
            #expect(body["url"] == "https://public.example/other")
            #expect(body["state"] == "paused")
            #expect(body["backoff"] == ["base_seconds": 5, "factor": 2, "cap_seconds": 43_200])
            #expect(try await management.send(.get, "\(path)/\(id)").json == body)
            let cleared = try await management.send(
                .patch,
                "\(path)/\(id)",
                ["filter": nil, "headers": nil, "backoff": nil, "description": nil]
            )
            #expect(try cleared.json["filter"] == nil)
            #expect(try cleared.json["header_names"] == [])
            #expect(try cleared.json["backoff"] == nil)
            #expect(try cleared.json["description"] == "")
        }
    }

    @Test func takesTheMediaTypeOfMergePatches() async throws {
        try await withManagement { management async throws in
            let id = try await create(in: management)
            let headers: HTTPFields = [.contentType: "application/merge-patch+json"]
            let response = try await management.send(.patch, "\(path)/\(id)", ["ordered": true], headers: headers)
            #expect(try response.json["ordered"] == true)
        }
    }

    @Test func disablesByOwnerAndActivatesAgain() async throws {
        try await withManagement { management async throws in
            let id = try await create(in: management)
            let disabled = try await management.send(.patch, "\(path)/\(id)", ["state": "disabled"])
            #expect(try disabled.text("state") == "disabled")
            #expect(try disabled.text("disabled_reason") == "by_owner")
            let active = try await management.send(.patch, "\(path)/\(id)", ["state": "active"])
            #expect(try active.json["disabled_reason"] == nil)
        }
    }

    @Test(
        arguments: [
            (["url": nil], ["/url required"]),
            (["event_types": nil, "state": nil], ["/event_types required", "/state required"]),
            (["tenant": "x"], ["/tenant additionalProperties"]), (["id": 1], ["/id additionalProperties"]),
            (["secret": "x"], ["/secret additionalProperties"]), (["url": "http://10.0.0.1/"], ["/url address"]),
            (["event_types": ["unknown"]], ["/event_types/0 declared"]),
            (["headers": ["host": "x"]], ["/headers/host propertyNames"]),
            (["state": "gone"], ["/state enum"]),
            (["backoff": ["base_seconds": 600, "cap_seconds": 60]], ["/backoff/cap_seconds minimum"]),
        ] as [(JSON, [String])]
    )
    func refusesPatches(patch: JSON, faults: [String]) async throws {
        try await withManagement { management async throws in
            let id = try await create(in: management)
            let response = try await management.send(.patch, "\(path)/\(id)", patch)
            #expect(response.status == .unprocessableContent, "\(response.text)")
            // A fault below a nullable field is reported under its schema's alternatives.
            #expect(Set(try response.faults).isSuperset(of: faults) || response.text.contains("anyOf"))
        }
    }

    @Test func namesTheSettingWhoseKeyIsMissing() async throws {
        try await withManagement { management async throws in
            var json = minimal
            json["headers"] = ["x": "y"]
            let sealing = SecretBox(keys: [try SecretKey(bytes: Array(repeating: 1, count: 32))])
            try await withManagement(on: management.database, box: sealing) { other async throws in
                _ = try await create(json, in: other)
            }
            let page = try await management.send(.get, path)
            let id = try #require(try page.items("id").first ?? nil)
            #expect(page.status == .ok)
            let patch = try await management.send(.patch, "\(path)/\(id)", ["ordered": true])
            #expect(patch.status == .internalServerError)
            #expect(patch.text.contains("SECRETS_KEY"))
        }
    }

    @Test func deletes() async throws {
        try await withManagement { management async throws in
            let id = try await create(in: management)
            let response = try await management.send(.delete, "\(path)/\(id)")
            #expect(response.status == .noContent)
            #expect(response.body.isEmpty)
            #expect(try await management.send(.get, "\(path)/\(id)").status == .notFound)
            #expect(try await management.send(.delete, "\(path)/\(id)").status == .notFound)
        }
    }
}
