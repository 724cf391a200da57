import Foundation
import Testing

@testable import Outbox

struct SubscriptionCheckTests {
    /// Answers from a table; a name that is not in it does not resolve, `slow` never answers.
    private struct Table: AddressResolver {
        var addresses: [String: [String]]

        func resolve(host: String, port: Int) async throws -> [IPAddress] {
            if host == "slow.example" { try await Task.sleep(for: .seconds(3_600)) }
            guard let found = addresses[host] else { throw ResolveError(.notFound, "no such name") }
            return found.compactMap { IPAddress($0) }
        }
    }

    private let check = SubscriptionCheck(
        policy: AddressPolicy(),
        resolver: Table(addresses: [
            "public.example": ["93.184.216.34"],
            "inner.example": ["10.0.0.7"],
            "both.example": ["93.184.216.34", "::1"],
        ])
    )

    private func problems(_ url: String) async -> [FieldProblem] {
        await check.problems(in: NewSubscription(settings: SubscriptionSettings(url: url, eventTypes: ["*"])))
    }

    @Test(arguments: ["https://public.example/", "https://unknown.example/", "https://93.184.216.34/"])
    func acceptsPublicAndUnknownHosts(url: String) async {
        #expect(await problems(url).isEmpty)
    }

    @Test(arguments: ["https://inner.example/", "https://both.example/"])
    func refusesHostsThatLeadInside(url: String) async throws {
        let found = await problems(url)
        let problem = try #require(found.first)
        #expect(found.count == 1)
        #expect(problem.pointer == "/url")
        #expect(problem.message.contains("DELIVERY_ALLOW_NETWORKS"))
        #expect(!problem.message.contains("10.0.0.7"))
    }

    @Test func acceptsAHostWhoseNameServerIsSlow() async {
        #expect(await problems("https://slow.example/").isEmpty)
    }

    @Test func tellsTheAddressBesideTheRest() async {
        let new = NewSubscription(
            tenant: "",
            settings: SubscriptionSettings(url: "https://inner.example/", eventTypes: [])
        )
        #expect(await check.problems(in: new).map(\.pointer) == ["/url", "/event_types", "/tenant"])
    }

    /// What a change leaves alone is not judged again.
    @Test func judgesAnAddressAgainOnlyWhenItChanges() async {
        let old = SubscriptionSettings(url: "https://inner.example/", eventTypes: ["*"])
        var described = old
        described.description = "still here"
        var moved = old
        moved.url = "https://both.example/"
        #expect(await check.problems(in: described, from: old).isEmpty)
        #expect(await check.problems(in: moved, from: old).map(\.pointer) == ["/url"])
    }
}
