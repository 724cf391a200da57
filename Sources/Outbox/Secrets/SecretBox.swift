import Crypto
package import Foundation

/// Seals what must not be readable in the database: AES-256-GCM under the first of its keys, opened with any of them.
///
/// A value is byte 0 and the plain bytes when there is no key, else byte 1, the key's id (4 bytes), nonce (12 bytes),
/// ciphertext and tag (16 bytes). What it belongs to is authenticated with it, so that a value copied to another row or
/// column does not open.
package struct SecretBox: Sendable {
    private let keys: [SecretKey]

    private enum Form: UInt8 {
        case plain = 0
        case sealed = 1
    }

    /// Creates a box; without keys it stores plain.
    package init(keys: [SecretKey] = []) {
        self.keys = keys
    }

    /// Creates a box from the setting `SECRETS_KEY`; empty means no key.
    package init(setting: String) throws(SecretKeyError) {
        self.init(keys: try SecretKey.parse(setting))
    }

    /// Whether values are sealed.
    package var isSealing: Bool { !keys.isEmpty }

    /// What a sealed value belongs to.
    package enum Owner: Sendable, Equatable {
        /// A signing secret of the subscription.
        case secret(subscription: UUID)
        /// The custom headers of the subscription.
        case headers(subscription: UUID)

        var authenticated: [UInt8] {
            switch self {
            case .secret(let id): Array("secret ".utf8) + withUnsafeBytes(of: id.uuid, Array.init)
            case .headers(let id): Array("headers ".utf8) + withUnsafeBytes(of: id.uuid, Array.init)
            }
        }
    }

    /// Seals bytes, or marks them as plain without a key.
    package func seal(_ bytes: [UInt8], for owner: Owner) throws -> [UInt8] {
        guard let key = keys.first else { return [Form.plain.rawValue] + bytes }
        let box = try AES.GCM.seal(bytes, using: key.key, authenticating: owner.authenticated)
        return [Form.sealed.rawValue] + key.id + box.nonce + box.ciphertext + box.tag
    }

    /// Opens what ``seal(_:for:)`` made, for the same owner.
    package func open(_ stored: [UInt8], for owner: Owner) throws(SecretBoxError) -> [UInt8] {
        switch stored.first.flatMap(Form.init) {
        case .plain: return Array(stored.dropFirst())
        case .sealed: return try openSealed(stored.dropFirst(), for: owner)
        case nil: throw .damaged
        }
    }

    private func openSealed(_ stored: ArraySlice<UInt8>, for owner: Owner) throws(SecretBoxError) -> [UInt8] {
        let id = Array(stored.prefix(4))
        let candidates = keys.filter { $0.id == id }
        guard id.count == 4 else { throw .damaged }
        guard !candidates.isEmpty else {
            throw .missingKey(id: id.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined())
        }
        for key in candidates {
            do {
                let box = try AES.GCM.SealedBox(combined: stored.dropFirst(4))
                return Array(try AES.GCM.open(box, using: key.key, authenticating: owner.authenticated))
            } catch {
                continue
            }
        }
        throw .damaged
    }
}

/// Why a stored value can't be opened.
package enum SecretBoxError: Error, Equatable, CustomStringConvertible {
    /// It is sealed under a key that this process was not given; the id is in hexadecimal.
    case missingKey(id: String)
    /// It is not what was sealed for this owner.
    case damaged

    package var description: String {
        switch self {
        case .missingKey(let id):
            "a stored secret is sealed under key \(id), which \(SecretKey.setting) does not hold: "
                + "add that key to \(SecretKey.setting), after the one that seals"
        case .damaged:
            "a stored secret is damaged or was copied from another row: rotate it"
        }
    }
}
