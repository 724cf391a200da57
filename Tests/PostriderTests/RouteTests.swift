import Foundation
import OrderedCollections
import Postrider
import Testing

struct RouteTests {
    @Test func groupsConcatenatePrefixesAndMergeTags() async throws {
        let gateway = Gateway.bare()
        let outer = RouteGroup("/v1", tags: ["API"], responses: [.problem("default", "Something else.")])
        let inner = RouteGroup("/users", tags: ["Users", "API"], deprecated: true)
        inner.get("", tags: ["Reading"]) { ["Rick"] }
        inner.get("/{id}", .path("id", Int.self)) { $0 }
        outer.include(inner)
        gateway.include(outer)
        try await gateway.test { client async throws in
            #expect(try await client.get("/v1/users").status == .ok)
            #expect(try await client.get("/v1/users/3").text == "3")
        }
        let paths = try gateway.build().document["paths"]
        #expect(paths?.objectValue?.keys.elements == ["/v1/users", "/v1/users/{id}"])
        let operation = paths?["/v1/users"]?["get"]
        #expect(operation?["tags"] == ["API", "Users", "Reading"])
        #expect(operation?["deprecated"] == true)
        #expect(operation?["responses"]?["default"]?["description"] == "Something else.")
        #expect(operation?["operationId"] == "getV1Users")
        #expect(operation?["summary"] == "Get V1 Users")
        #expect(paths?["/v1/users/{id}"]?["get"]?["operationId"] == "getV1UsersById")
    }

    private struct Users: Routes {
        var names: [String]

        var routes: RouteGroup {
            let group = RouteGroup("/users", tags: ["Users"])
            let names = names
            group.get("/", name: "readUsers") { names }
            return group
        }
    }

    @Test func aTypeBringsItsRoutes() async throws {
        let gateway = Gateway.bare()
        gateway.include(Users(names: ["Summer"]))
        try await gateway.test { client async throws in
            #expect(try await client.get("/users").decode([String].self) == ["Summer"])
        }
    }

    @Test func hiddenRoutesAreServedAndNotDocumented() async throws {
        let gateway = Gateway.bare()
        gateway.get("/secret", hidden: true) { "x" }
        try await gateway.test { client async throws in #expect(try await client.get("/secret").status == .ok) }
        #expect(try gateway.build().document["paths"] == [:])
    }

    @Test func resultsDecideStatusHeadersAndBody() async throws {
        let gateway = Gateway.bare()
        gateway.post("/a", status: .created) { "made" }
        gateway.delete("/a") { NoContent() }
        gateway.get("/a") { Reply(["x"], status: .accepted, headers: [.location: "/b"]) }
        gateway.get(
            "/page",
            responses: [.response(200, "A page.", contentType: "text/html")]
        ) { RawReply(contentType: "text/html", text: "<p>") }
        gateway.get("/none") { Int?.none }
        try await gateway.test { client async throws in
            #expect(try await client.post("/a").status == .created)
            let deleted = try await client.delete("/a")
            #expect(deleted.status == .noContent)
            #expect(deleted.body.isEmpty && deleted.headers[.contentType] == nil)
            let reply = try await client.get("/a")
            #expect(reply.status == .accepted)
            #expect(reply.headers[.location] == "/b")
            #expect(reply.text == #"["x"]"#)
            let page = try await client.get("/page")
            #expect(page.headers[.contentType] == "text/html")
            #expect(page.text == "<p>")
            #expect(try await client.get("/none").text == "null")
        }
        let paths = try gateway.build().document["paths"]
        #expect(paths?["/a"]?["post"]?["responses"]?.objectValue?.keys.elements == ["201"])
        #expect(paths?["/a"]?["delete"]?["responses"] == ["204": ["description": "Successful Response"]])
        #expect(
            paths?["/page"]?["get"]?["responses"] == ["200": ["description": "A page.", "content": ["text/html": [:]]]]
        )
    }

    @Test func documentsWhatOptionsSay() throws {
        let gateway = Gateway.bare()
        gateway.put(
            "/a",
            name: "replaceA",
            summary: "Replace it",
            description: "All of it.",
            responses: [.response(200, "The old one."), .response(404, "There was none.", body: [String].self)],
            extensions: ["x-owner": "shop"]
        ) { "old" }
        let operation = try gateway.build().document["paths"]?["/a"]?["put"]
        #expect(operation?["summary"] == "Replace it")
        #expect(operation?["description"] == "All of it.")
        #expect(operation?["operationId"] == "replaceA")
        #expect(operation?["x-owner"] == "shop")
        #expect(operation?["responses"]?["200"]?["description"] == "The old one.")
        #expect(operation?["responses"]?["200"]?["content"]?["application/json"]?["schema"] == ["type": "string"])
        #expect(
            operation?["responses"]?["404"]?["content"]?["application/json"]?["schema"]
                == ["type": "array", "items": ["type": "string"]]
        )
    }

    @Test func aMethodOfATypeIsAHandler() async throws {
        struct Greeter: Sendable {
            func greet(name: String, times: Int) async throws -> [String] { Array(repeating: name, count: times) }
        }
        let gateway = Gateway.bare()
        gateway.get("/greet", .query("name"), .query("times", default: 1), handler: Greeter().greet)
        try await gateway.test { client async throws in
            let response = try await client.get("/greet?name=Rick&times=2")
            #expect(try response.decode([String].self) == ["Rick", "Rick"])
        }
    }

    @Test func percentEncodedSegmentsAreDecoded() async throws {
        let gateway = Gateway.bare()
        gateway.get("/files/{name}", .path("name", String.self)) { $0 }
        gateway.get("/caf\u{e9}") { "open" }
        try await gateway.test { client async throws in
            #expect(try await client.get("/files/a%2Fb%20c").json == "a/b c")
            #expect(try await client.get("/caf%C3%A9").status == .ok)
        }
    }
}
