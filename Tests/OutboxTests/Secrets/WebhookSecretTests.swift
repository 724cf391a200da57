import Foundation
import Testing

@testable import Outbox

struct WebhookSecretTests {
    @Test func readsWhatItWrites() throws {
        let text = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
        let secret = try WebhookSecret(text)
        #expect(secret.bytes.count == 24)
        #expect(secret.text == text)
    }

    @Test(arguments: [24, 32, 64])
    func takesLengthsOfTheStandard(count: Int) throws {
        let text = "whsec_" + Data(repeating: 7, count: count).base64EncodedString()
        #expect(try WebhookSecret(text).bytes.count == count)
    }

    @Test(arguments: [
        ("", WebhookSecretError.missingPrefix),
        ("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", .missingPrefix),
        ("whsec_", .length(0)),
        ("whsec_ \u{1F511}", .notBase64),
        ("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS", .notBase64),
        ("whsec_c2hvcnQ=", .length(5)),
        ("whsec_" + Data(repeating: 7, count: 23).base64EncodedString(), .length(23)),
        ("whsec_" + Data(repeating: 7, count: 65).base64EncodedString(), .length(65)),
    ])
    func refuses(text: String, error: WebhookSecretError) {
        #expect(throws: error) { try WebhookSecret(text) }
    }

    /// Hexadecimal digits are base64 as well, of another key: receivers' libraries would decode 24 other bytes.
    @Test func readsHexadecimalAsBase64() throws {
        let secret = try WebhookSecret("whsec_00112233445566778899aabbccddeeff")
        #expect(secret.bytes == Array(Data(base64Encoded: "00112233445566778899aabbccddeeff") ?? Data()))
    }

    @Test func generatesDifferentSecrets() {
        let secrets = (0..<10).map { _ in WebhookSecret.generate() }
        #expect(Set(secrets).count == 10)
        #expect(secrets.allSatisfy { $0.bytes.count == 32 })
    }

    @Test func showsNothingOfItself() throws {
        let secret = try WebhookSecret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
        var dumped = ""
        dump(secret, to: &dumped)
        for text in ["\(secret)", String(reflecting: secret), dumped, "\([secret])"] {
            #expect(!text.contains("MfKQ"))
            #expect(!text.contains("\(secret.bytes[0])"))
        }
    }

    @Test func errorsQuoteNoText() {
        for text in ["swordfish", "whsec_sword fish", "whsec_c3dvcmRmaXNo"] {
            let error = #expect(throws: WebhookSecretError.self) { try WebhookSecret(text) }
            #expect(error?.description.contains("sword") == false)
            #expect(error?.description.contains("24 to 64") == true)
        }
    }
}
