import HTTPTypes
import JSONSchema
import Outbox
import Testing

@testable import Postrider

struct SecretRouteTests {
    private func withSubscription(_ body: (Management, _ path: String, _ secret: String) async throws -> Void)
        async throws
    {
        try await withManagement { management async throws in
            let json: JSON = ["url": "https://public.example/", "event_types": ["*"]]
            let created = try await management.send(.post, "/v1/subscriptions", json)
            let id = try #require(try created.text("id"))
            let secret = try #require(try created.text("secret"))
            try await body(management, "/v1/subscriptions/\(id)/secrets", secret)
        }
    }

    @Test func showsThemToThoseWhoMay() async throws {
        try await withSubscription { management, path, secret async throws in
            let response = try await management.send(.get, path)
            #expect(response.status == .ok)
            #expect(response.headers[.cacheControl] == "no-store")
            #expect(try response.items("secret") == [secret])
            #expect(try await management.send(.get, path, key: Management.readingKey).status == .forbidden)
        }
    }

    @Test func rotatesWithoutABody() async throws {
        try await withSubscription { management, path, secret async throws in
            let response = try await management.send(.post, "\(path)/rotate")
            #expect(response.status == .ok, "\(response.text)")
            let new = try #require(try response.text("secret"))
            #expect(try response.json["expires_at"] == nil)
            let listed = try await management.send(.get, path)
            #expect(try listed.items("secret") == [new, secret])
            #expect(try listed.items("expires_at")[1] != nil)
        }
    }

    @Test func rotatesAsItIsTold() async throws {
        try await withSubscription { management, path, _ async throws in
            let given = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
            let json: JSON = ["secret": .string(given), "overlap_seconds": 0]
            #expect(try await management.send(.post, "\(path)/rotate", json).text("secret") == given)
            #expect(try await management.send(.get, path).items("secret") == [given])
        }
    }

    @Test(
        arguments: [
            (["secret": "whsec_swordfish"], "/secret pattern"), (["overlap_seconds": -1], "/overlap_seconds minimum"),
            (["overlap_seconds": 604_801], "/overlap_seconds maximum"), (["other": 1], "/other additionalProperties"),
        ] as [(JSON, String)]
    )
    func refusesOtherRotations(json: JSON, fault: String) async throws {
        try await withSubscription { management, path, secret async throws in
            let response = try await management.send(.post, "\(path)/rotate", json)
            #expect(response.status == .unprocessableContent)
            #expect(try response.faults.contains(fault), "\(response.text)")
            #expect(!response.text.contains("swordfish"))
            #expect(try await management.send(.get, path).items("secret") == [secret])
        }
    }

    @Test func retiresOldOnesOnly() async throws {
        try await withSubscription { management, path, secret async throws in
            let current = try #require(try await management.send(.get, path).items("id").first ?? nil)
            let refused = try await management.send(.delete, "\(path)/\(current)")
            #expect(refused.status == .conflict)
            _ = try await management.send(.post, "\(path)/rotate")
            #expect(try await management.send(.delete, "\(path)/\(current)").status == .noContent)
            #expect(try await management.send(.delete, "\(path)/\(current)").status == .notFound)
            #expect(try await !management.send(.get, path).items("secret").contains(secret))
        }
    }

    @Test func boundsHowManySign() async throws {
        try await withSubscription { management, path, _ async throws in
            for _ in 1..<Limits.secrets { _ = try await management.send(.post, "\(path)/rotate") }
            #expect(try await management.send(.post, "\(path)/rotate").status == .conflict)
        }
    }
}
