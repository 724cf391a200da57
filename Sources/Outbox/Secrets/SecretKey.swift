import Crypto
import Foundation

/// A key that seals secrets at rest.
package struct SecretKey: Sendable {
    /// The first four bytes of the key's SHA-256: it finds the key and tells nothing of it.
    package let id: [UInt8]
    let key: SymmetricKey

    /// The setting that holds the keys.
    package static let setting = "SECRETS_KEY"

    /// Wraps a key of 32 bytes.
    package init(bytes: [UInt8]) throws(SecretKeyError) {
        guard bytes.count == 32 else { throw SecretKeyError(position: nil, reason: "it has \(bytes.count) bytes") }
        id = Array(SHA256.hash(data: bytes).prefix(4))
        key = SymmetricKey(data: bytes)
    }

    /// Reads the setting: base64 of 32 bytes, several keys separated by commas, the first of which seals.
    ///
    /// An empty text means no key. Throws all that is wrong with the first key that is.
    package static func parse(_ text: String) throws(SecretKeyError) -> [SecretKey] {
        guard !text.allSatisfy(\.isWhitespace) else { return [] }
        var keys: [SecretKey] = []
        for (index, part) in text.split(separator: ",", omittingEmptySubsequences: false).enumerated() {
            let word = part.trimmingCharacters(in: .whitespacesAndNewlines)
            guard !word.isEmpty else { throw SecretKeyError(position: index + 1, reason: "it is empty") }
            guard let data = Data(base64Encoded: word) else {
                throw SecretKeyError(position: index + 1, reason: "it is not base64")
            }
            do throws(SecretKeyError) {
                keys.append(try SecretKey(bytes: Array(data)))
            } catch {
                throw SecretKeyError(position: index + 1, reason: error.reason)
            }
        }
        return keys
    }
}

/// Why the setting holds no keys; it never quotes them.
package struct SecretKeyError: Error, Equatable, CustomStringConvertible {
    /// Which of the keys, counted from 1.
    package let position: Int?
    package let reason: String

    package var description: String {
        let key = position.map { "key \($0) of \(SecretKey.setting)" } ?? SecretKey.setting
        return "\(key) is not usable: \(reason); a key is base64 of 32 random bytes (openssl rand -base64 32), "
            + "several are separated by commas and the first one seals"
    }
}
