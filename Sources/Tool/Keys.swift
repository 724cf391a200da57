import Foundation
import Glibc
import Outbox

/// The secrets of an installation.
struct Keys: Sendable, Equatable {
    /// The operator's API key.
    var admin: String
    /// Seals secrets at rest: base64 of 32 bytes.
    var secrets: String
    /// The `whsec_` secret of one receiver.
    var webhook: String

    /// The variable that holds a receiver's secret, which a list of processes would show on a command line.
    static let webhookVariable = "WEBHOOK_SECRET"

    static func generate() -> Keys {
        Keys(
            admin: randomBytes().map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined(),
            secrets: Data(randomBytes()).base64EncodedString(),
            webhook: WebhookSecret.generate().text
        )
    }

    /// One `NAME=value` for each.
    var lines: [String] {
        [
            "\(Setting.adminKey.rawValue)=\(admin)", "\(Setting.secretsKey.rawValue)=\(secrets)",
            "\(Self.webhookVariable)=\(webhook)",
        ]
    }

    private static func randomBytes() -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<32).map { _ in generator.next() }
    }
}
