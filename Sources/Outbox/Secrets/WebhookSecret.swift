import Foundation

/// The key that a subscription's deliveries are signed with: 24 to 64 bytes, written `whsec_` and base64.
///
/// The form is that of Standard Webhooks 1.0, so that its libraries in any language verify with the text as it is.
package struct WebhookSecret: Sendable, Hashable {
    /// The key itself.
    package let bytes: [UInt8]

    /// What every secret's text starts with.
    package static let prefix = "whsec_"

    /// Reads `whsec_` and base64 (RFC 4648, section 4, with padding) of 24 to 64 bytes.
    package init(_ text: String) throws(WebhookSecretError) {
        guard text.hasPrefix(Self.prefix) else { throw .missingPrefix }
        guard let data = Data(base64Encoded: String(text.dropFirst(Self.prefix.count))) else { throw .notBase64 }
        try self.init(bytes: Array(data))
    }

    /// Wraps a key of 24 to 64 bytes.
    package init(bytes: [UInt8]) throws(WebhookSecretError) {
        guard Limits.secretBytes.contains(bytes.count) else { throw .length(bytes.count) }
        self.bytes = bytes
    }

    /// Makes a secret of 32 bytes of the system's generator; a longer key gives HMAC-SHA256 no more strength.
    package static func generate() -> WebhookSecret {
        var generator = SystemRandomNumberGenerator()
        return WebhookSecret(unchecked: (0..<32).map { _ in generator.next() })
    }

    /// The text that a receiver configures; it is the secret itself, never to be logged.
    package var text: String {
        Self.prefix + Data(bytes).base64EncodedString()
    }

    private init(unchecked bytes: [UInt8]) {
        self.bytes = bytes
    }
}

extension WebhookSecret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Tells nothing of the key.
    package var description: String { "whsec_(redacted)" }
    /// Tells nothing of the key.
    package var debugDescription: String { description }
    /// Tells nothing of the key, also to `dump`.
    package var customMirror: Mirror { Mirror(self, children: []) }
}

/// Why a text is no webhook secret; it never quotes the text.
package enum WebhookSecretError: Error, Equatable, CustomStringConvertible {
    case missingPrefix
    case notBase64
    /// The number of bytes that the base64 stands for.
    case length(Int)

    package var description: String {
        let form = "write whsec_ and the base64 of \(Limits.secretBytes.lowerBound) to \(Limits.secretBytes.upperBound)"
        return switch self {
        case .missingPrefix: "a secret starts with whsec_: \(form) random bytes"
        case .notBase64: "what follows whsec_ is not base64 with padding (RFC 4648, section 4): \(form) random bytes"
        case .length(let count): "the secret has \(count) bytes: \(form) random bytes"
        }
    }
}
