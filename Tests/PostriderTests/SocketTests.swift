import HummingbirdTesting
import NIOCore
import OrderedCollections
import Postrider
import Testing

/// What the server's side adds: bodies that stream in, and heads without bodies.
struct SocketTests {
    private static func gateway() -> Gateway {
        let gateway = Gateway.bare()
        gateway.post("/echo", .body([String].self), bodyLimit: 1000) { $0 }
        gateway.get("/users/") { ["Rick", "Morty"] }
        return gateway
    }

    @Test func servesOverASocket() async throws {
        let application = try Self.gateway().makeApplication(services: GatewayServices())
        try await application.test(.live) { client async throws in
            let echo = try await client.execute(
                uri: "/echo",
                method: .post,
                headers: [.contentType: "application/json"],
                body: ByteBuffer(string: #"["a"]"#)
            )
            #expect(echo.status == .ok)
            #expect(String(buffer: echo.body) == #"["a"]"#)

            let large = try await client.execute(
                uri: "/echo",
                method: .post,
                headers: [.contentType: "application/json"],
                body: ByteBuffer(repeating: UInt8(ascii: " "), count: 100_000)
            )
            #expect(large.status == .contentTooLarge)
            #expect(large.headers[.contentType] == "application/problem+json")

            let head = try await client.execute(uri: "/users/", method: .head)
            #expect(head.status == .ok)
            #expect(head.headers[.contentLength] == "16")

            let missing = try await client.execute(uri: "/nothing?x=1", method: .get)
            #expect(missing.status == .notFound)
            #expect(missing.headers[.contentType] == "application/problem+json")

            let refused = try await client.execute(uri: "/users", method: .delete)
            #expect(refused.status == .methodNotAllowed)
            #expect(refused.headers[.allow] == "GET, HEAD, OPTIONS")
        }
    }
}
