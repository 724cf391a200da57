import Outbox
import Testing

struct SystemResolverTests {
    @Test func resolvesLocalhost() async throws {
        let addresses = try await SystemResolver().resolve(host: "localhost", port: 80)
        #expect(!addresses.isEmpty)
        #expect(addresses.allSatisfy { AddressPolicy.special(of: $0)?.kind == "loopback" })
        #expect(Set(addresses).count == addresses.count)
    }

    @Test func saysThatANameIsMissing() async {
        // RFC 6761: `invalid` never exists; without any name server the answer is that it is unavailable.
        let error = await #expect(throws: ResolveError.self) {
            try await SystemResolver().resolve(host: "postrider.invalid", port: 80)
        }
        #expect(error.map { [.notFound, .unavailable].contains($0.reason) } ?? false)
    }

    @Test func servesMoreCallersThanThreads() async throws {
        let resolver = SystemResolver(threads: 2)
        let count = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<200 {
                group.addTask { try await resolver.resolve(host: "localhost", port: 80).count }
            }
            var answered = 0
            for try await addresses in group where addresses > 0 { answered += 1 }
            return answered
        }
        #expect(count == 200)
    }

    @Test func endsAtOnceWhenCancelled() async {
        let resolver = SystemResolver(threads: 1)
        let task = Task { try await resolver.resolve(host: "localhost", port: 80) }
        task.cancel()
        // Either the answer was there first, or the cancellation; nothing hangs and the thread serves the next.
        _ = await task.result
        await #expect(throws: Never.self) { try await resolver.resolve(host: "localhost", port: 80) }
    }
}
