public import JSONSchema

/// What a gateway promises of a webhook, settled at its start: the catalogue's entry, and the check of every payload.
package struct WebhookContract: Sendable {
    /// The type of its events.
    package let name: String
    /// Upper case.
    package let method: String
    package let summary: String
    package let description: String?
    /// JSON Schema 2020-12 of the payload as it is sent, complete in itself.
    package let schema: JSON
    /// The first declared example.
    package let example: JSON?
    package let tags: [String]
    package let isDeprecated: Bool
    let validator: CompiledSchema
    /// Wakes the workers, after a commit.
    let notify: @Sendable () -> Void
}

extension WebhookContract {
    /// The bytes of a payload, encoded and held against the schema.
    ///
    /// Throws ``PayloadError`` when the value breaks the schema, which is a fault of the emitting code.
    func payload(_ value: some Encodable) throws -> [UInt8] {
        let json = try JSONValueEncoder().encode(value)
        let violations = validator.validate(json)
        guard violations.isEmpty else {
            throw PayloadError.invalid(webhook: name, violations: violations)
        }
        return json.bytes()
    }
}

/// Why an event could not be emitted; nothing was recorded.
public enum PayloadError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The payload breaks the webhook's schema.
    case invalid(webhook: String, violations: [SchemaViolation])
    /// The webhook is not included in a gateway that has been built.
    case notIncluded(webhook: String)
    /// The gateway does not run with a database, so there is nowhere to record events.
    case noOutbox(webhook: String)

    /// Which webhook, and where its payload is wrong; no values.
    public var description: String {
        switch self {
        case .invalid(let webhook, let violations):
            let places = violations.map { "\($0.instancePointer) breaks \($0.keyword)" }.joined(separator: ", ")
            return "the payload of \"\(webhook)\" does not match its schema: \(places)"
        case .notIncluded(let webhook):
            return "the webhook \"\(webhook)\" is not part of a running gateway; include its group in gateway.webhooks"
        case .noOutbox(let webhook):
            return "the gateway runs without a database, so \"\(webhook)\" cannot be recorded"
        }
    }
}
