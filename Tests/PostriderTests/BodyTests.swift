import OrderedCollections
import Postrider
import Testing

struct BodyTests {
    private static func gateway() -> Gateway {
        let gateway = Gateway.bare()
        gateway.post(
            "/subscriptions/{tier}",
            .path("tier", Int.self),
            .body(Subscription.self),
            status: .created,
            bodyLimit: 200
        ) { _, subscription in subscription }
        gateway.post("/events", .rawBody(JSON.self, schema: ["type": "object", "required": ["payload"]])) { body in
            RawReply(contentType: "text/plain", body: body.bytes(of: "payload") ?? [])
        }
        gateway.post("/maybe", .body(Subscription?.self)) { $0?.username ?? "nobody" }
        gateway.post("/import", .content("application/yaml", "text/plain")) { content in
            ["\(content.contentType)", String(decoding: content.bytes, as: UTF8.self)]
        }
        return gateway
    }

    private static let valid: JSON = [
        "username": "rick", "monthly_fee": 9.5, "start_date": "2026-01-01T00:00:00.000Z",
    ]

    @Test func decodesWhatMatchesTheSchema() async throws {
        try await Self.gateway()
            .test { client async throws in
                let response = try await client.post("/subscriptions/1", json: Self.valid)
                #expect(response.status == .created)
                #expect(try response.json == Self.valid)
            }
    }

    @Test func acceptsMediaTypesWithTheJSONSuffix() async throws {
        try await Self.gateway()
            .test { client async throws in
                let headers: HTTPFields = [.contentType: "application/merge-patch+json; charset=utf-8"]
                let response = try await client.post("/subscriptions/1", headers: headers, json: Self.valid)
                #expect(response.status == .created)
            }
    }

    @Test func reportsFaultsOfPathAndBodyTogether() async throws {
        try await Self.gateway()
            .test { client async throws in
                let response = try await client.post(
                    "/subscriptions/gold",
                    json: ["username": 3, "monthly_fee": "9.5", "start_date": "yesterday"]
                )
                #expect(response.status == 422)
                let errors = try response.json["errors"]?.arrayValue ?? []
                let places = errors.map { "\($0["in"]?.stringValue ?? "") \($0["pointer"]?.stringValue ?? "")" }
                #expect(places == ["path /tier", "body /username", "body /monthly_fee", "body /start_date"])
                #expect(try response.json["detail"] == "The request has 4 faults.")
            }
    }

    @Test func saysWhereMalformedJSONBreaks() async throws {
        try await Self.gateway()
            .test { client async throws in
                for text in [#"{"username": "rick","#, #"{"username": 1, "username": 2}"#, "{} {}"] {
                    let response = try await client.execute(
                        .post,
                        "/subscriptions/1",
                        headers: [.contentType: "application/json"],
                        body: Array(text.utf8)
                    )
                    #expect(response.status == .badRequest)
                    #expect(try response.json["offset"]?.intValue != nil)
                }
            }
    }

    @Test func refusesOtherMediaTypesAndCodings() async throws {
        try await Self.gateway()
            .test { client async throws in
                for headers: HTTPFields in [
                    [:], [.contentType: "text/plain"], [.contentType: "application/jsonp"],
                    [.contentType: "application/json", .contentEncoding: "gzip"],
                ] {
                    let response = try await client.execute(
                        .post,
                        "/subscriptions/1",
                        headers: headers,
                        body: [0x7B, 0x7D]
                    )
                    #expect(response.status == .unsupportedMediaType)
                }
            }
    }

    @Test func refusesABodyBeyondTheLimit() async throws {
        try await Self.gateway()
            .test { client async throws in
                let long: JSON = ["username": .string(String(repeating: "x", count: 300))]
                let response = try await client.post("/subscriptions/1", json: long)
                #expect(response.status == .contentTooLarge)
                #expect(try response.json["detail"]?.stringValue?.contains("200 bytes") == true)
            }
    }

    @Test func requiresABody() async throws {
        try await Self.gateway()
            .test { client async throws in
                let response = try await client.post("/subscriptions/1")
                #expect(response.status == 422)
                #expect(try response.json["errors"]?[0]?["keyword"] == "required")
                #expect(try await client.post("/maybe").text == "\"nobody\"")
            }
    }

    @Test func givesTheExactBytesOfAMember() async throws {
        try await Self.gateway()
            .test { client async throws in
                let text = #"{"type": "a", "payload" :  {"fee" : 1.50,"z":"\u00e9"} }"#
                let headers: HTTPFields = [.contentType: "application/json"]
                let response = try await client.execute(.post, "/events", headers: headers, body: Array(text.utf8))
                #expect(response.text == #"{"fee" : 1.50,"z":"\u00e9"}"#)
                #expect(try await client.post("/events", json: ["type": "a"]).status == 422)
            }
    }

    @Test func takesOtherContentAsBytes() async throws {
        try await Self.gateway()
            .test { client async throws in
                let response = try await client.execute(
                    .post,
                    "/import",
                    headers: [.contentType: "application/YAML; charset=utf-8"],
                    body: Array("a: 1".utf8)
                )
                #expect(try response.decode([String].self) == ["application/yaml", "a: 1"])
                #expect(try await client.post("/import", json: [:]).status == .unsupportedMediaType)
            }
    }

    @Test func documentsTheBodyAndItsRefusals() throws {
        let operation = try Self.gateway().build().document["paths"]?["/subscriptions/{tier}"]?["post"]
        #expect(operation?["requestBody"]?["required"] == true)
        #expect(
            operation?["requestBody"]?["content"]?["application/json"]?["schema"]
                == ["$ref": "#/components/schemas/Subscription"]
        )
        let keys = operation?["responses"]?.objectValue?.keys.sorted()
        #expect(keys == ["201", "400", "413", "415", "422"])
    }
}
