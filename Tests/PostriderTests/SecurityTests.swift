import OrderedCollections
import Postrider
import Testing

struct SecurityTests {
    struct Caller: Sendable, Equatable {
        var name: String
    }

    private static let keys = Authenticator<Caller>
        .bearer("Key", description: "A key.") { credential, _ in
            guard credential.token == "rick" || credential.token == "morty" else { return nil }
            if credential.scopes.contains("admin") && credential.token != "rick" {
                throw Problem.forbidden("The key lacks the scope admin.")
            }
            return Caller(name: credential.token)
        }

    private static func gateway() -> Gateway {
        let gateway = Gateway.bare()
        let group = RouteGroup("/v1", security: [keys.required()])
        group.get("/me", .context) { context in context.principal(of: keys)?.name ?? "nobody" }
        group.get("/admin/{id}", .principal(keys, scopes: ["admin"]), .path("id", Int.self)) { caller, _ in caller.name
        }
        gateway.include(group)
        gateway.get("/open") { "open" }
        return gateway
    }

    struct Row: Sendable, CustomTestStringConvertible {
        var path: String
        var authorization: String?
        var status: HTTPResponse.Status
        var challenge: String?
        var testDescription: String { "\(path) \(authorization ?? "without")" }
    }

    @Test(arguments: [
        Row(path: "/open", status: 200),
        Row(path: "/v1/me", status: 401, challenge: "Bearer"),
        Row(path: "/v1/me", authorization: "Basic abc", status: 401, challenge: "Bearer"),
        Row(path: "/v1/me", authorization: "Bearer", status: 401, challenge: "Bearer"),
        Row(path: "/v1/me", authorization: "Bearer beth", status: 401, challenge: #"Bearer error="invalid_token""#),
        Row(path: "/v1/me", authorization: "bearer morty", status: 200),
        Row(path: "/v1/admin/1", authorization: "Bearer morty", status: 403),
        Row(path: "/v1/admin/1", authorization: "Bearer rick", status: 200),
        Row(path: "/v1/admin/x", authorization: "Bearer rick", status: 422),
        Row(path: "/v1/admin/x", status: 401, challenge: "Bearer"),
    ])
    func asksForCredentialsFirst(row: Row) async throws {
        try await Self.gateway()
            .test { client async throws in
                var headers: HTTPFields = [:]
                headers[.authorization] = row.authorization
                let response = try await client.get(row.path, headers: headers)
                #expect(response.status == row.status)
                #expect(response.headers[.wwwAuthenticate] == row.challenge)
            }
    }

    @Test func givesThePrincipalToTheHandler() async throws {
        try await Self.gateway()
            .test { client async throws in
                let headers: HTTPFields = [.authorization: "Bearer rick"]
                #expect(try await client.get("/v1/me", headers: headers).text == "\"rick\"")
                #expect(try await client.get("/v1/admin/1", headers: headers).text == "\"rick\"")
            }
    }

    @Test func documentsTheScheme() throws {
        let document = try Self.gateway().build().document
        #expect(
            document["components"]?["securitySchemes"]?["Key"]
                == ["type": "http", "description": "A key.", "scheme": "bearer"]
        )
        let admin = document["paths"]?["/v1/admin/{id}"]?["get"]
        #expect(admin?["security"] == [["Key": ["admin"]]])
        #expect(admin?["responses"]?["403"] != nil)
        #expect(document["paths"]?["/v1/me"]?["get"]?["security"] == [["Key": []]])
        #expect(document["paths"]?["/open"]?["get"]?["security"] == nil)
    }

    @Test(arguments: [
        ("Basic cmljazpwYTpzcw==", "rick/pa:ss"),
        ("Basic !!!", nil),
        ("Basic cmljaw==", nil),
    ])
    func readsBasicCredentials(field: String, expected: String?) async throws {
        let gateway = Gateway.bare()
        let users = Authenticator<String>
            .basic("User") { credential, _ in
                "\(credential.username ?? "")/\(credential.token)"
            }
        gateway.get("/", .principal(users)) { $0 }
        try await gateway.test { client async throws in
            let response = try await client.get("/", headers: [.authorization: field])
            if let expected {
                #expect(try response.json.stringValue == expected)
            } else {
                #expect(response.status == .unauthorized)
            }
        }
    }

    private static let keyPlaces: [(ParameterPlace, String, HTTPFields)] = [
        (.header, "/", [.named("x-key"): "k1"]),
        (.query, "/?x-key=k1", [:]),
        (.cookie, "/", [.cookie: "a=b; x-key=k1"]),
    ]

    @Test(arguments: keyPlaces)
    func readsAnAPIKey(place: ParameterPlace, target: String, headers: HTTPFields) async throws {
        let gateway = Gateway.bare()
        let key = Authenticator<String>.apiKey("Key", in: place, named: "x-key") { credential, _ in credential.token }
        gateway.get("/", .principal(key)) { $0 }
        try await gateway.test { client async throws in
            #expect(try await client.get(target, headers: headers).text == "\"k1\"")
            #expect(try await client.get("/").status == .unauthorized)
        }
    }
}
