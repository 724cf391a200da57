package import Foundation
import JSONSchema
import OrderedCollections

/// A subscription's custom headers as the column `subscriptions.headers` holds them: a JSON object, sealed.
package enum SealedHeaders {
    /// Seals headers; `nil` when there are none.
    package static func seal(_ headers: [AttemptHeader], of subscription: UUID, in box: SecretBox) throws -> [UInt8]? {
        guard !headers.isEmpty else { return nil }
        let members = OrderedDictionary(headers.map { ($0.name, JSON.string($0.value)) }) { first, _ in first }
        return try box.seal(JSON.object(members).bytes(), for: .headers(subscription: subscription))
    }

    /// Opens what ``seal(_:of:in:)`` made; throws ``SecretBoxError``.
    package static func open(
        _ stored: [UInt8]?,
        of subscription: UUID,
        in box: SecretBox
    ) throws(SecretBoxError) -> [AttemptHeader] {
        guard let stored else { return [] }
        let bytes = try box.open(stored, for: .headers(subscription: subscription))
        guard let members = (try? JSON.parse(bytes))?.objectValue else { throw .damaged }
        return members.compactMap { name, value in
            value.stringValue.map { AttemptHeader(name: name, value: $0) }
        }
    }
}
