import OrderedCollections
import Postrider
import Testing

struct CrossOriginTests {
    private static func gateway(_ crossOrigin: CrossOrigin?) -> Gateway {
        let gateway = Gateway(title: "Test", version: "1", documents: .none, crossOrigin: crossOrigin)
        gateway.put("/a/{id}", .path("id", Int.self)) { $0 }
        return gateway
    }

    private static let app = "https://app.example"

    @Test func answersTheBrowsersQuestion() async throws {
        let gateway = Self.gateway(CrossOrigin(origins: .these([Self.app]), allowsCredentials: true))
        try await gateway.test { client async throws in
            let headers: HTTPFields = [
                .origin: Self.app, .accessControlRequestMethod: "PUT",
                .accessControlRequestHeaders: "authorization, content-type",
            ]
            let response = try await client.execute(.options, "/a/1", headers: headers)
            #expect(response.status == .noContent)
            #expect(response.headers[.accessControlAllowOrigin] == Self.app)
            #expect(response.headers[.accessControlAllowMethods] == "OPTIONS, PUT")
            #expect(response.headers[.accessControlAllowHeaders] == "authorization, content-type")
            #expect(response.headers[.accessControlAllowCredentials] == "true")
            #expect(response.headers[.accessControlMaxAge] == "600")
            #expect(response.headers[.vary] == "origin")
        }
    }

    /// Problems are readable as well; other origins get nothing.
    @Test func marksAnswersForThoseAllowed() async throws {
        let gateway = Self.gateway(CrossOrigin(origins: .these([Self.app])))
        try await gateway.test { client async throws in
            let allowed = try await client.put("/a/x", headers: [.origin: Self.app])
            #expect(allowed.status == 422)
            #expect(allowed.headers[.accessControlAllowOrigin] == Self.app)
            #expect(allowed.headers[.accessControlExposeHeaders] == "x-request-id, retry-after")
            let other = try await client.put("/a/1", headers: [.origin: "https://evil.example"])
            #expect(other.headers[.accessControlAllowOrigin] == nil)
            #expect(other.headers[.vary] == "origin")
        }
    }

    @Test func everybodyIsAStarWithoutCredentials() async throws {
        let gateway = Self.gateway(CrossOrigin(origins: .any, allowsCredentials: true))
        try await gateway.test { client async throws in
            let response = try await client.put("/a/1", headers: [.origin: Self.app])
            #expect(response.headers[.accessControlAllowOrigin] == "*")
            #expect(response.headers[.accessControlAllowCredentials] == nil)
        }
    }

    @Test func isOffUnlessAskedFor() async throws {
        try await Self.gateway(nil)
            .test { client async throws in
                let response = try await client.put("/a/1", headers: [.origin: Self.app])
                #expect(response.headers[.accessControlAllowOrigin] == nil)
                #expect(response.headers[.vary] == nil)
            }
    }
}
