import Crypto
import HTTPTypes
import JSONSchema
import OrderedCollections

/// The document as it is served: bytes and tag are made once, but for requests through a proxy that adds a prefix.
struct PublishedDocument: Sendable {
    private let json: JSON
    private let file: TaggedFile
    private let trustsForwardedPrefix: Bool

    init(_ json: JSON, trustsForwardedPrefix: Bool) {
        self.json = json
        self.trustsForwardedPrefix = trustsForwardedPrefix
        file = TaggedFile(contentType: "application/json", bytes: json.bytes())
    }

    func reply(to request: IncomingRequest) -> RawReply {
        let prefix = trustsForwardedPrefix ? Self.prefix(request.headers[.forwardedPrefix]) : nil
        var reply = (prefix.map(prefixed) ?? file).reply(to: request, cacheControl: "no-cache")
        if trustsForwardedPrefix {
            reply.headers[.vary] = HTTPField.Name.forwardedPrefix.rawName
        }
        return reply
    }

    /// The document behind a proxy: its first server is the prefix.
    private func prefixed(_ prefix: String) -> TaggedFile {
        var members: OrderedDictionary<String, JSON> = [:]
        for (key, value) in json.objectValue ?? [:] where key != "servers" {
            members[key] = value
            if key == "info" {
                members["servers"] = .array([["url": .string(prefix)]] + (json["servers"]?.arrayValue ?? []))
            }
        }
        return TaggedFile(contentType: "application/json", bytes: JSON.object(members).bytes())
    }

    /// A prefix that is a path of unreserved characters; others are not believed.
    private static func prefix(_ field: String?) -> String? {
        guard let field, field.hasPrefix("/"), field.utf8.count <= ServingLimits.forwardedPrefixBytes else {
            return nil
        }
        let isSafe = field.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: "-"),
                UInt8(ascii: "_"), UInt8(ascii: "~"):
                true
            default:
                false
            }
        }
        let path = field.hasSuffix("/") ? String(field.dropLast()) : field
        return isSafe && !path.isEmpty && !path.hasPrefix("//") ? path : nil
    }
}

/// A file in memory with a strong entity tag (RFC 9110, section 8.8.3).
struct TaggedFile: Sendable {
    let contentType: String
    let bytes: [UInt8]
    let tag: String

    init(contentType: String, bytes: [UInt8]) {
        self.contentType = contentType
        self.bytes = bytes
        let digest = SHA256.hash(data: bytes).prefix(16)
        tag = "\"" + digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() + "\""
    }

    /// The file, or 304 when the client holds it already.
    func reply(to request: IncomingRequest, cacheControl: String, headers: HTTPFields = [:]) -> RawReply {
        var headers = headers
        headers[.eTag] = tag
        headers[.cacheControl] = cacheControl
        headers[.xContentTypeOptions] = "nosniff"
        guard !isKnown(to: request) else {
            return RawReply(status: .notModified, contentType: nil, headers: headers, body: [])
        }
        return RawReply(contentType: contentType, headers: headers, body: bytes)
    }

    /// `If-None-Match` compares weakly (RFC 9110, section 13.1.2).
    private func isKnown(to request: IncomingRequest) -> Bool {
        guard let field = request.headers[.ifNoneMatch] else {
            return false
        }
        return field.split(separator: ",")
            .contains { candidate in
                let candidate = candidate.trimmingSpaces
                return candidate == "*" || candidate == tag || candidate == "W/" + tag
            }
    }
}
