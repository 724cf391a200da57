import Crypto
package import Foundation

/// The `webhook-signature` of a delivery, as Standard Webhooks 1.0 defines it; pure.
package enum Signature {
    /// The only scheme in use: HMAC-SHA256.
    static let version = "v1"
    /// How far a timestamp may be from the receiver's clock, in both directions.
    package static let tolerance: Duration = .seconds(300)

    /// Makes the header's value, one `v1,<base64>` for each secret, separated by spaces.
    ///
    /// - Parameters:
    ///   - id: The value of `webhook-id`.
    ///   - timestamp: The value of `webhook-timestamp`, in seconds since 1970.
    ///   - body: The bytes of the request's body as they are sent.
    ///   - secrets: Every secret that is in use, the newest first.
    /// - Returns: The text after `webhook-signature: `.
    package static func header(id: String, timestamp: Int, body: [UInt8], secrets: [WebhookSecret]) -> String {
        let signed = signedContent(id: id, timestamp: String(timestamp), body: body)
        return
            secrets.map { secret in
                let code = HMAC<SHA256>.authenticationCode(for: signed, using: SymmetricKey(data: secret.bytes))
                return "\(version),\(Data(code).base64EncodedString())"
            }
            .joined(separator: " ")
    }

    /// A received request's three headers.
    package struct Headers: Sendable {
        /// The value of `webhook-id`.
        package var id: String?
        /// The value of `webhook-timestamp`.
        package var timestamp: String?
        /// The value of `webhook-signature`.
        package var signature: String?

        package init(id: String?, timestamp: String?, signature: String?) {
            self.id = id
            self.timestamp = timestamp
            self.signature = signature
        }
    }

    /// Checks a received request: returns if any of its signatures was made with any of the secrets, lately.
    ///
    /// Signatures of other versions are passed over. Comparison takes the same time wherever the difference is.
    package static func verify(
        _ headers: Headers,
        body: [UInt8],
        secrets: [WebhookSecret],
        now: Date
    ) throws(SignatureError) {
        guard let id = headers.id, !id.isEmpty else { throw .missingHeader("webhook-id") }
        guard let timestamp = headers.timestamp else { throw .missingHeader("webhook-timestamp") }
        guard let signature = headers.signature else { throw .missingHeader("webhook-signature") }
        guard let seconds = Int(timestamp) else { throw .malformedTimestamp }
        let age = now.timeIntervalSince1970 - Double(seconds)
        guard abs(age) <= Double(tolerance.components.seconds) else { throw age > 0 ? .tooOld : .tooNew }
        let signed = signedContent(id: id, timestamp: timestamp, body: body)
        let codes = codes(in: signature)
        let matches = secrets.contains { secret in
            let key = SymmetricKey(data: secret.bytes)
            return codes.contains { HMAC<SHA256>.isValidAuthenticationCode($0, authenticating: signed, using: key) }
        }
        guard matches else { throw .noMatch }
    }

    private static func signedContent(id: String, timestamp: String, body: [UInt8]) -> [UInt8] {
        Array("\(id).\(timestamp).".utf8) + body
    }

    private static func codes(in header: String) -> [Data] {
        header.split(separator: " ")
            .compactMap { part in
                let fields = part.split(separator: ",", maxSplits: 1, omittingEmptySubsequences: false)
                guard fields.count == 2, fields[0] == version else { return nil }
                return Data(base64Encoded: String(fields[1]))
            }
    }
}

/// Why a received request is not taken for genuine.
package enum SignatureError: Error, Equatable, CustomStringConvertible {
    case missingHeader(String)
    case malformedTimestamp
    /// Its timestamp lies more than five minutes back.
    case tooOld
    /// Its timestamp lies more than five minutes ahead.
    case tooNew
    case noMatch

    package var description: String {
        switch self {
        case .missingHeader(let name): "the header \(name) is missing"
        case .malformedTimestamp: "webhook-timestamp is not a number of seconds"
        case .tooOld: "webhook-timestamp lies more than five minutes back: a replayed request, or a clock is wrong"
        case .tooNew: "webhook-timestamp lies more than five minutes ahead: a clock is wrong"
        case .noMatch: "no signature matches: another secret, or the body was changed on its way"
        }
    }
}
