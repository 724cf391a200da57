import NIOCore
import NIOSSL
import Outbox
import Testing

@testable import Worker

struct SenderTLSTests {
    private static let resolver = StubResolver { _ in ["127.0.0.1"] }

    /// What one POST to the host gives, when the receiver shows the certificate.
    private func outcome(
        of certificate: String,
        host: String = "receiver.test",
        reply: Receiver.Reply = .send(Answers.ok)
    ) async throws -> AttemptOutcome {
        let tls = try TestCertificates.server(certificate)
        return try await Receiver.run(tls: tls) { _ in
            reply
        } _: { receiver in
            try await HTTPDeliverySender.run(resolver: Self.resolver, trusting: true) { sender in
                await sender.post(receiver.url(scheme: "https", host: host))
            }
        }
    }

    @Test(arguments: ["receiver.test", "RECEIVER.test.", "127.0.0.1"])
    func acceptsACertificateForTheHost(host: String) async throws {
        #expect(try await outcome(of: TestCertificates.receiver, host: host).status == 200)
    }

    @Test(arguments: [
        (TestCertificates.receiver, "other.test", true, "not for this host"),
        // The address is in this certificate, the name that led to it is not.
        (TestCertificates.receiver, "127.0.0.1.example", true, "not for this host"),
        (TestCertificates.receiver, "127.1.2.3", true, "not for this host"),
        (TestCertificates.receiver, "receiver.test", false, "unknown authority"),
        (TestCertificates.selfSigned, "receiver.test", true, "self-signed"),
        (TestCertificates.expired, "receiver.test", true, "expired"),
    ])
    func refusesEveryOther(certificate: String, host: String, trusting: Bool, detail: String) async throws {
        let tls = try TestCertificates.server(certificate)
        try await Receiver.run(address: "0.0.0.0", tls: tls) { _ in
            .send(Answers.ok)
        } _: { receiver in
            try await HTTPDeliverySender.run(resolver: Self.resolver, trusting: trusting) { sender in
                let outcome = await sender.post(receiver.url(scheme: "https", host: host))
                #expect(outcome.failure == .tls)
                #expect(outcome.detail?.contains(detail) ?? false, "\(outcome)")
                #expect(receiver.log.requests.isEmpty)
            }
        }
    }

    @Test func offersHTTP1Alone() async throws {
        let tls = try TestCertificates.server(TestCertificates.receiver, protocols: ["h2", "http/1.1"])
        try await Receiver.run(tls: tls) { _ in
            .send(Answers.ok)
        } _: { receiver in
            try await HTTPDeliverySender.run(resolver: Self.resolver, trusting: true) { sender in
                #expect(await sender.post(receiver.url(scheme: "https", host: "receiver.test")).status == 200)
            }
        }
    }

    @Test func reusesAConnectionAndOutlivesItsLoss() async throws {
        let tls = try TestCertificates.server(TestCertificates.receiver)
        try await Receiver.run(tls: tls) { request in
            request.connection == 0 && request.index == 2 ? .close : .send(Answers.ok)
        } _: { receiver in
            try await HTTPDeliverySender.run(resolver: Self.resolver, trusting: true) { sender in
                for _ in 0..<3 {
                    #expect(await sender.post(receiver.url(scheme: "https", host: "receiver.test")).status == 200)
                }
                #expect(receiver.log.requests.map(\.connection) == [0, 0, 0, 1])
            }
        }
    }

    @Test(arguments: [
        (Receiver.Reply.sendThenClose("HTTP/1.1 200 OK\r\n\r\nuntil the close"), 200),
        (.send(Answers.body(200_000)), 200),
        (.flood("HTTP/1.1 200 OK\r\n\r\n", each: String(repeating: "x", count: 9999)), 200),
    ])
    func takesTheAnswersOfPlainConnections(reply: Receiver.Reply, status: Int) async throws {
        #expect(try await outcome(of: TestCertificates.receiver, reply: reply).status == status)
    }

    @Test(arguments: [
        (Receiver.Reply.send("HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n"), AttemptFailure.tls),
        (.send("SSH-2.0-OpenSSH_9.2\r\n"), .tls),
        (.close, .tls),
        (.reset, .reset),
        (.hang, .connectTimeout),
        (.drip("\u{16}\u{3}\u{3}\u{1}", each: "x", every: .milliseconds(20)), .connectTimeout),
    ])
    func namesTheFailuresOfAHandshake(reply: Receiver.Reply, failure: AttemptFailure) async throws {
        var limits = SenderLimits.patient
        if failure == .connectTimeout { limits.connectTimeout = .milliseconds(300) }
        try await Receiver.run(at: .afterBytes) { _ in
            reply
        } _: { receiver in
            try await HTTPDeliverySender.run(limits: limits) { sender in
                let outcome = await sender.post(receiver.url(scheme: "https"))
                #expect(outcome.failure == failure, "\(outcome)")
                await receiver.wait { $0.closed == 1 }
            }
        }
    }

    @Test(arguments: ["", "no certificate", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"])
    func namesTheSettingOfUnusableAuthorities(text: String) {
        let error = #expect(throws: SenderTLSError.self) {
            try SenderTLS.context(authorities: text)
        }
        #expect(error?.description.contains("DELIVERY_CA_FILE") ?? false)
    }
}
