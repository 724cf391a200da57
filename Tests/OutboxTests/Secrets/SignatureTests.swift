import Foundation
import Testing

@testable import Outbox

struct SignatureTests {
    private let id = "msg_p5jXN8AQM9LWM0D4loKWxJek"
    private let body = Array(#"{"test": 2432232314}"#.utf8)
    private let expected = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    private let time = Date(timeIntervalSince1970: 1_614_265_330)
    private let secret: WebhookSecret
    private let other = WebhookSecret.generate()

    init() throws {
        secret = try WebhookSecret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    }

    private func verify(
        _ signature: String?,
        id: String? = "msg_p5jXN8AQM9LWM0D4loKWxJek",
        timestamp: String? = "1614265330",
        body: [UInt8]? = nil,
        secrets: [WebhookSecret]? = nil,
        now: Date? = nil
    ) throws(SignatureError) {
        try Signature.verify(
            Signature.Headers(id: id, timestamp: timestamp, signature: signature),
            body: body ?? self.body,
            secrets: secrets ?? [secret],
            now: now ?? time
        )
    }

    /// The vector of the reference libraries.
    @Test func signsAsTheStandardSays() throws {
        #expect(Signature.header(id: id, timestamp: 1_614_265_330, body: body, secrets: [secret]) == expected)
        try verify(expected)
    }

    @Test func signsWithEverySecret() throws {
        let header = Signature.header(id: id, timestamp: 1_614_265_330, body: body, secrets: [other, secret])
        #expect(header.split(separator: " ").count == 2)
        #expect(header.hasSuffix(" \(expected)"))
        try verify(header)
        try verify(header, secrets: [other])
    }

    @Test func signsAnEmptyBody() throws {
        let header = Signature.header(id: id, timestamp: 1_614_265_330, body: [], secrets: [secret])
        try verify(header, body: [])
    }

    @Test func passesOverForeignSignatures() throws {
        try verify("v1,Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc= v2,abc v1a,xyz \(expected)")
    }

    @Test(arguments: [
        "", "v1", "v1,", "v1,dawfeoifkpqwoekfpqoekf", "v1,g0hM9SsE", "v2,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    ])
    func refusesOtherSignatures(signature: String) {
        #expect(throws: SignatureError.noMatch) { try verify(signature) }
    }

    @Test func refusesAnythingChanged() {
        #expect(throws: SignatureError.noMatch) { try verify(expected, id: "msg_other") }
        #expect(throws: SignatureError.noMatch) { try verify(expected, timestamp: "1614265331") }
        #expect(throws: SignatureError.noMatch) { try verify(expected, body: body + [0x20]) }
        #expect(throws: SignatureError.noMatch) { try verify(expected, secrets: [other]) }
        #expect(throws: SignatureError.noMatch) { try verify(expected, secrets: []) }
    }

    @Test func namesTheMissingHeader() {
        #expect(throws: SignatureError.missingHeader("webhook-id")) { try verify(expected, id: nil) }
        #expect(throws: SignatureError.missingHeader("webhook-id")) { try verify(expected, id: "") }
        #expect(throws: SignatureError.missingHeader("webhook-timestamp")) { try verify(expected, timestamp: nil) }
        #expect(throws: SignatureError.missingHeader("webhook-signature")) { try verify(nil) }
    }

    @Test(arguments: ["hello", "", "1614265330.5", "99999999999999999999"])
    func refusesTimestampsThatAreNone(timestamp: String) {
        #expect(throws: SignatureError.malformedTimestamp) { try verify(expected, timestamp: timestamp) }
    }

    @Test(arguments: [(300.0, nil), (301, .tooOld), (-300, nil), (-301, .tooNew)] as [(Double, SignatureError?)])
    func toleratesFiveMinutes(age: Double, error: SignatureError?) {
        #expect(throws: error ?? SignatureError.noMatch) {
            try verify(expected, now: time.addingTimeInterval(age))
            // Reached without an error only within the tolerance.
            throw SignatureError.noMatch
        }
    }
}
