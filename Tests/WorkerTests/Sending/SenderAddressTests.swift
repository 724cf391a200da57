import NIOCore
import Outbox
import Testing

@testable import Worker

struct SenderAddressTests {
    private static let name = "receiver.test"

    @Test(arguments: [
        "http://127.0.0.1:PORT/", "http://localhost.:PORT/", "http://127.1:PORT/", "http://2130706433:PORT/",
        "http://0x7f.1:PORT/", "http://[::ffff:127.0.0.1]:PORT/", "http://[64:ff9b::7f00:1]:PORT/",
    ])
    func connectsToNoRefusedAddress(url: String) async throws {
        try await Receiver.run { _ in
            .send(Answers.ok)
        } _: { receiver in
            try await HTTPDeliverySender.run(allowing: [], resolver: StubResolver { _ in ["127.0.0.1"] }) { sender in
                let outcome = await sender.post(url.replacing("PORT", with: String(receiver.port)))
                #expect(outcome.failure == .addressRefused)
                #expect(outcome.detail?.contains("DELIVERY_ALLOW_NETWORKS") ?? false)
                #expect(receiver.log.opened == 0)
            }
        }
    }

    @Test func refusesMalformedURLs() async throws {
        let outcome = try await HTTPDeliverySender.run { await $0.post("ftp://receiver.test/") }
        #expect(outcome.failure == .addressRefused)
        #expect(outcome.detail?.contains("https://") ?? false)
    }

    @Test func connectsToAMappedAddressThatIsPermitted() async throws {
        try await Receiver.run { _ in
            .send(Answers.ok)
        } _: { receiver in
            try await HTTPDeliverySender.run { sender in
                #expect(await sender.post(receiver.url(host: "[::ffff:127.0.0.1]")).status == 200)
            }
        }
    }

    /// 127.0.0.2 stands for a public address here: the policy permits it, and 127.0.0.1 it does not.
    @Test func staysOffAnAddressThatTheNameMovesTo() async throws {
        var limits = SenderLimits.patient
        limits.addressLifetime = .zero
        let resolver = StubResolver { $0 == 0 ? ["127.0.0.2"] : ["127.0.0.1"] }
        try await Receiver.run(address: "0.0.0.0") { _ in
            .send(Answers.ok)
        } _: { receiver in
            try await HTTPDeliverySender.run(allowing: ["127.0.0.2"], resolver: resolver, limits: limits) { sender in
                let url = receiver.url(host: Self.name)
                #expect(await sender.post(url).status == 200)
                #expect(await sender.post(url).failure == .addressRefused)
                #expect(receiver.log.requests.count == 1)
            }
        }
    }

    @Test func looksUpOnceForEachConnection() async throws {
        var limits = SenderLimits.patient
        limits.addressLifetime = .zero
        let resolver = StubResolver { $0 == 0 ? ["127.0.0.1"] : ["127.0.0.9"] }
        try await Receiver.run { _ in
            .send(Answers.ok)
        } _: { receiver in
            try await HTTPDeliverySender.run(resolver: resolver, limits: limits) { sender in
                #expect(await sender.post(receiver.url(host: Self.name)).status == 200)
                #expect(resolver.lookups == 1)
            }
        }
    }

    @Test func usesThePermittedAddressesOfAHost() async throws {
        let resolver = StubResolver { _ in ["127.0.0.1", "10.0.0.1", "::1", "127.0.0.2"] }
        try await Receiver.run(address: "127.0.0.2") { _ in
            .send(Answers.ok)
        } _: { receiver in
            try await HTTPDeliverySender.run(allowing: ["127.0.0.2"], resolver: resolver) { sender in
                #expect(await sender.post(receiver.url(host: Self.name)).status == 200)
            }
        }
    }

    @Test func leavesAConnectionToAnAddressThatTheHostNoLongerHas() async throws {
        var limits = SenderLimits.patient
        limits.addressLifetime = .zero
        let resolver = StubResolver { $0 < 2 ? ["127.0.0.2"] : ["127.0.0.3"] }
        try await Receiver.run(address: "0.0.0.0") { _ in
            .send(Answers.ok)
        } _: { receiver in
            try await HTTPDeliverySender.run(resolver: resolver, limits: limits) { sender in
                for _ in 0..<3 { #expect(await sender.post(receiver.url(host: Self.name)).status == 200) }
                await receiver.wait { $0.closed == 1 }
                #expect(receiver.log.requests.map(\.connection) == [0, 0, 1])
                #expect(sender.idleConnections == 1)
            }
        }
    }

    @Test func triesTheNextAddressAndRemembersIt() async throws {
        let resolver = StubResolver { _ in ["127.0.0.2", "127.0.0.1"] }
        try await Receiver.run { _ in
            .send(Answers.okThenClose)
        } _: { receiver in
            try await HTTPDeliverySender.run(resolver: resolver) { sender in
                for _ in 0..<2 { #expect(await sender.post(receiver.url(host: Self.name)).status == 200) }
                #expect(resolver.lookups == 1)
            }
        }
    }

    @Test func saysThatNobodyListens() async throws {
        let port = try await Receiver.run { _ in
            .close
        } _: {
            $0.port
        }
        let outcome = try await HTTPDeliverySender.run { await $0.post("http://127.0.0.1:\(port)/") }
        #expect(outcome == .failed(.connect, detail: "the receiver refused the connection"))
    }

    @Test func asksOnceForManyRequestsAtOnce() async throws {
        let resolver = StubResolver { _ in ["127.0.0.1"] }
        try await Receiver.run { _ in
            .send(Answers.ok)
        } _: { receiver in
            try await HTTPDeliverySender.run(resolver: resolver) { sender in
                await withTaskGroup(of: Void.self) { group in
                    for _ in 0..<50 {
                        group.addTask { #expect(await sender.post(receiver.url(host: Self.name)).status == 200) }
                    }
                }
                #expect(resolver.lookups == 1)
            }
        }
    }

    @Test(arguments: [
        (ResolveError(.notFound, "no such host"), AttemptFailure.resolve),
        (ResolveError(.unavailable, "no answer"), .resolve),
        (ResolveError(.overloaded, "too many"), .local),
    ])
    func saysWhyAHostHasNoAddress(error: ResolveError, failure: AttemptFailure) async throws {
        let outcome = try await HTTPDeliverySender.run(resolver: StubResolver { _ in throw error }) { sender in
            await sender.post("http://receiver.test/")
        }
        #expect(outcome == .failed(failure, detail: error.description))
    }

    @Test func asksAgainAfterAFailure() async throws {
        let resolver = StubResolver { number in
            if number == 0 { throw ResolveError(.unavailable, "no answer") }
            return ["127.0.0.1"]
        }
        try await Receiver.run { _ in
            .send(Answers.ok)
        } _: { receiver in
            try await HTTPDeliverySender.run(resolver: resolver) { sender in
                #expect(await sender.post(receiver.url(host: Self.name)).failure == .resolve)
                #expect(await sender.post(receiver.url(host: Self.name)).status == 200)
            }
        }
    }

    /// A name server that never answers holds up neither the caller nor other hosts, and is asked once.
    @Test func outlastsADeadNameServer() async throws {
        var limits = SenderLimits.patient
        limits.resolveTimeout = .milliseconds(200)
        let end = OneShot<Void>()
        let resolver = StubResolver { _ in
            await end.value(orIfCancelled: ())
            return ["127.0.0.1"]
        }
        try await Receiver.run { _ in
            .send(Answers.ok)
        } _: { receiver in
            try await HTTPDeliverySender.run(resolver: resolver, limits: limits) { sender in
                let url = receiver.url(host: Self.name)
                #expect(await sender.post(url).failure == .resolve)
                #expect(await sender.post(url).failure == .resolve)
                #expect(await sender.post(receiver.url()).status == 200)
                #expect(await sender.post(url, timeout: .milliseconds(50)).failure == .resolve)
                #expect(resolver.lookups == 1)
                end.set(())
                while await sender.post(url).status != 200 { await Task.yield() }
                #expect(resolver.lookups == 1)
            }
        }
    }

    @Test func countsTheLookupAgainstTheDeadline() async throws {
        let resolver = StubResolver { _ in
            await OneShot<Void>().value(orIfCancelled: ())
            return []
        }
        let outcome = try await HTTPDeliverySender.run(resolver: resolver) { sender in
            await sender.post("http://receiver.test/", timeout: .milliseconds(100))
        }
        #expect(outcome.failure == .timeout)
    }

    @Test func cancellationEndsALookupAtOnce() async throws {
        let isAsked = OneShot<Void>()
        let resolver = StubResolver { _ in
            isAsked.set(())
            await OneShot<Void>().value(orIfCancelled: ())
            return []
        }
        try await HTTPDeliverySender.run(resolver: resolver) { sender in
            let task = Task { await sender.post("http://receiver.test/", timeout: .seconds(60)) }
            await isAsked.value(orIfCancelled: ())
            task.cancel()
            #expect(await task.value == .cancelled)
        }
    }
}
