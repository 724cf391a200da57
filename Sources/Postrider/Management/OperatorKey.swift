import Crypto
import Foundation

/// A secret that a caller sends, kept as a hash and compared in constant time.
struct KeyHash: Sendable {
    private let hash: SHA256.Digest

    init(_ key: String) {
        hash = SHA256.hash(data: Data(key.utf8))
    }

    /// Digests compare in constant time, whatever the length of what was sent.
    func matches(_ key: String) -> Bool {
        SHA256.hash(data: Data(key.utf8)) == hash
    }
}

/// The operator's API key, the setting `ADMIN_API_KEY`.
struct OperatorKey: Sendable {
    let hash: KeyHash

    /// The fewest characters of a key: 32 random ones can't be guessed.
    static let minimumLength = 32

    init(_ key: String) {
        hash = KeyHash(key)
    }
}

/// A key of less power than the operator's.
struct IssuedKey: Sendable {
    let hash: KeyHash
    let caller: Caller

    init(_ key: String, caller: Caller) {
        self.init(hash: KeyHash(key), caller: caller)
    }

    init(hash: KeyHash, caller: Caller) {
        self.hash = hash
        self.caller = caller
    }
}
