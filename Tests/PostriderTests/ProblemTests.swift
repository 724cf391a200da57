import OrderedCollections
import Postrider
import Testing

struct ProblemTests {
    struct Unexpected: Error {}

    private static func gateway() -> Gateway {
        let gateway = Gateway.bare()
        gateway.get("/users/", handler: { ["Rick"] })
        gateway.get("/users/{id}", .path("id", Int.self), handler: { $0 })
        gateway.delete("/users/{id}", .path("id", Int.self), handler: { _ in NoContent() })
        gateway.get("/users/me") { "me" }
        gateway.get("/gone") { () throws -> String in
            throw Problem(status: .gone, detail: "No more.", extensions: ["since": 3])
        }
        gateway.get("/broken") { () throws -> String in throw Unexpected() }
        gateway.get("/busy") { () throws -> String in
            throw Problem.tooManyRequests("Slower.", retryAfter: .milliseconds(1500))
        }
        return gateway
    }

    @Test func unknownPathsAreProblems() async throws {
        try await Self.gateway()
            .test { client async throws in
                for path in ["/nothing", "/users/1/more", "//", "/users//", "*"] {
                    let response = try await client.get(path)
                    #expect(response.status == .notFound)
                    #expect(response.headers[.contentType] == "application/problem+json")
                    #expect(try response.json["title"] == "Not Found")
                    #expect(try response.json["status"] == 404)
                }
            }
    }

    @Test func otherMethodsAreRefusedWithThoseAllowed() async throws {
        try await Self.gateway()
            .test { client async throws in
                let response = try await client.post("/users/3", json: [:])
                #expect(response.status == .methodNotAllowed)
                #expect(response.headers[.allow] == "DELETE, GET, HEAD, OPTIONS")
                #expect(response.headers[.contentType] == "application/problem+json")
                let options = try await client.execute(.options, "/users/3")
                #expect(options.status == .noContent)
                #expect(options.headers[.allow] == "DELETE, GET, HEAD, OPTIONS")
            }
    }

    @Test func headIsGetWithoutTheBody() async throws {
        try await Self.gateway()
            .test { client async throws in
                let get = try await client.get("/users/")
                let head = try await client.execute(.head, "/users")
                #expect(head.status == .ok)
                #expect(head.body.isEmpty)
                #expect(head.headers[.contentLength] == "\(get.body.count)")
                #expect(head.headers[.contentType] == get.headers[.contentType])
            }
    }

    @Test func literalSegmentsWinOverVariables() async throws {
        try await Self.gateway()
            .test { client async throws in
                #expect(try await client.get("/users/me").text == "\"me\"")
                #expect(try await client.get("/users/7").text == "7")
            }
    }

    @Test func aThrownProblemIsTheAnswer() async throws {
        try await Self.gateway()
            .test { client async throws in
                let response = try await client.get("/gone")
                #expect(
                    response.text
                        == #"{"type":"about:blank","title":"Gone","status":410,"detail":"No more.","since":3}"#
                )
                let busy = try await client.get("/busy")
                #expect(busy.headers[.retryAfter] == "2")
            }
    }

    @Test func otherErrorsTellNothingButTheRequestsName() async throws {
        try await Self.gateway()
            .test { client async throws in
                let response = try await client.get("/broken", headers: [.named("x-request-id"): "abc-1"])
                #expect(response.status == .internalServerError)
                #expect(
                    response.text
                        == #"{"type":"about:blank","title":"Internal Server Error","status":500,"request_id":"abc-1"}"#
                )
                #expect(response.headers[.named("x-request-id")] == "abc-1")
            }
    }

    @Test func everyAnswerNamesItsRequest() async throws {
        try await Self.gateway()
            .test { client async throws in
                let name = HTTPField.Name.named("x-request-id")
                #expect(try await client.get("/users/").headers[name]?.count == 16)
                let forged = try await client.get("/users/", headers: [name: "a b; rm"])
                #expect(forged.headers[name]?.count == 16)
            }
    }

    @Test func withoutADatabaseATransactionIsUnavailable() async throws {
        let gateway = Gateway.bare()
        gateway.get("/rows", .context) { context in
            try await context.transaction { transaction in try await transaction.execute("SELECT 1") }
        }
        try await gateway.test { client async throws in
            let response = try await client.get("/rows")
            #expect(response.status == .serviceUnavailable)
            #expect(response.headers[.retryAfter] == "1")
        }
    }
}
