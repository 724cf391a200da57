import Foundation
import Glibc
import LocalHTTP
import LocalPostgres
import Outbox
import TestKit
import Testing

struct ListenTests {
    private static let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

    private func withListener(
        _ arguments: [String] = [],
        environment: [String: String] = [:],
        _ body: (ProcessUnderTest, String) async throws -> Void
    ) async throws {
        try await withProcess("postrider", ["listen", "--port", "0"] + arguments, environment: environment) {
            process throws in
            let line = try await process.waitForLine(containing: "listening on http://127.0.0.1:")
            let url = try #require(line.firstMatch(of: /http:\S+:[0-9]+\//)?.output)
            try await body(process, String(url))
        }
    }

    private func deliver(_ body: String, to url: String, at time: Date = .now, secret: String) async throws
        -> HTTPAnswer
    {
        let timestamp = Int(time.timeIntervalSince1970)
        let signature = Signature.header(
            id: "msg_1",
            timestamp: timestamp,
            body: Array(body.utf8),
            secrets: [try WebhookSecret(secret)]
        )
        return try await HTTPClient.send(
            "POST",
            url,
            headers: [
                ("webhook-id", "msg_1"), ("webhook-timestamp", String(timestamp)), ("webhook-signature", signature),
                ("webhook-event-type", "order.paid"),
            ],
            body: Array(body.utf8)
        )
    }

    @Test func aGenuineDeliveryIsVerifiedAndPrinted() async throws {
        try await withListener(["--secret", Self.secret]) { process, url in
            #expect(try await deliver(#"{"total":1.50}"#, to: url, secret: Self.secret).status == 200)
            try await process.waitForLine(containing: "order.paid  msg_1  verified")
            try await process.waitForLine(containing: #""total": 1.50"#)
        }
    }

    @Test func theSecretMayComeFromTheEnvironment() async throws {
        try await withListener(environment: ["WEBHOOK_SECRET": Self.secret]) { process, url in
            _ = try await deliver("{}", to: url, secret: Self.secret)
            try await process.waitForLine(containing: "order.paid  msg_1  verified")
        }
    }

    @Test func whatIsNotGenuineIsSaidToBeSo() async throws {
        try await withListener(["--secret", Self.secret]) { process, url in
            _ = try await deliver("{}", to: url, secret: WebhookSecret.generate().text)
            try await process.waitForLine(containing: "NOT VERIFIED: no signature matches")
            _ = try await deliver("{}", to: url, at: .now.addingTimeInterval(-600), secret: Self.secret)
            try await process.waitForLine(
                containing: "NOT VERIFIED: webhook-timestamp lies more than five minutes back"
            )
            _ = try await HTTPClient.send("POST", url, body: Array("{}".utf8))
            try await process.waitForLine(containing: "NOT VERIFIED: the header webhook-id is missing")
        }
    }

    @Test func withoutASecretNothingIsVerified() async throws {
        try await withListener { process, url in
            _ = try await deliver("{}", to: url, secret: Self.secret)
            try await process.waitForLine(containing: "not verified: no secret was given")
        }
    }

    @Test func theStatusIsTheOneAskedFor() async throws {
        try await withListener(["--status", "503"]) { _, url throws in
            #expect(try await deliver("{}", to: url, secret: Self.secret).status == 503)
        }
    }

    @Test func aQuestionWhetherItListensIsNoDelivery() async throws {
        try await withListener(["--status", "503"]) { process, url throws in
            #expect(try await HTTPClient.send("GET", url).status == 200)
            _ = try await deliver("{}", to: url, secret: Self.secret)
            try await process.waitForLine(containing: "order.paid")
            #expect(process.output.filter { $0.contains("order.paid") }.count == 1)
        }
    }

    @Test func controlCharactersDoNotReachTheTerminal() async throws {
        try await withListener { process, url in
            _ = try await HTTPClient.send("POST", url, body: Array("\u{1B}[2J not json".utf8))
            let line = try await process.waitForLine(containing: "not json")
            #expect(!line.contains("\u{1B}"))
        }
    }

    @Test(arguments: [SIGTERM, SIGINT])
    func aSignalEndsItCleanly(signal: CInt) async throws {
        try await withListener { process, _ throws in
            process.signal(signal)
            #expect(try await process.waitForExit().isSuccess)
        }
    }

    @Test func aTakenPortIsExplained() async throws {
        try await withReceiver { receiver in
            try await withProcess("postrider", ["listen", "--port", String(receiver.port)]) { process throws in
                #expect(try await process.waitForExit() == .exited(1))
                #expect(process.errorOutput.count == 1)
                #expect(process.errorOutput.first?.contains("the port is in use") == true)
            }
        }
    }

    @Test func healthIsTheStatusOfAnAddress() async throws {
        try await withReceiver { receiver in
            receiver.next(.status(200), .status(503))
            for (url, status) in [(receiver.url, 0), (receiver.url, 1), ("http://127.0.0.1:1/", 1), ("nonsense", 1)] {
                try await withProcess("postrider", ["health", url]) { process throws in
                    #expect(try await process.waitForExit() == .exited(Int32(status)), "\(url)")
                    #expect(process.errorOutput.count == status)
                }
            }
        }
    }
}
