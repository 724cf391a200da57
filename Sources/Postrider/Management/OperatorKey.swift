import Crypto
import Foundation

/// The operator's API key, kept as a hash and compared in constant time.
struct OperatorKey: Sendable {
    private let hash: SHA256.Digest

    /// The fewest characters of a key: 32 random ones can't be guessed.
    static let minimumLength = 32

    init(_ key: String) {
        hash = SHA256.hash(data: Data(key.utf8))
    }

    /// Who holds the operator's key; there is one.
    struct Operator: Sendable {}

    var authenticator: Authenticator<Operator> {
        .bearer("ApiKey", description: "`Authorization: Bearer` with the operator's key, `ADMIN_API_KEY`.") {
            [hash] credential, _ in
            // Digests compare in constant time, and of a key of any length.
            SHA256.hash(data: Data(credential.token.utf8)) == hash ? Operator() : nil
        }
    }
}
