public import HTTPTypes

/// The head of a request as it arrived, with its body still to be read.
public struct IncomingRequest: Sendable {
    /// The method.
    public let method: HTTPRequest.Method
    /// The path without the query, still percent-encoded.
    public let path: String
    /// What follows the first `?`, still percent-encoded; nil when there is none.
    public let query: String?
    /// The header fields.
    public let headers: HTTPFields
    let body: IncomingBody

    /// Creates a request from its parts; `target` is the origin form of RFC 9112, section 3.2.1.
    init(method: HTTPRequest.Method, target: String, headers: HTTPFields, body: IncomingBody) {
        self.method = method
        self.headers = headers
        self.body = body
        guard let mark = target.firstIndex(of: "?") else {
            path = target
            query = nil
            return
        }
        path = String(target[..<mark])
        query = String(target[target.index(after: mark)...])
    }
}

/// The body of a request: there already, or still on its way.
enum IncomingBody: Sendable {
    case bytes([UInt8])
    /// Reads at most so many bytes; throws ``BodyTooLarge`` beyond them.
    case stream(@Sendable (_ maximum: Int) async throws -> [UInt8])

    /// Reads the whole body, up to `maximum` bytes.
    func collect(upTo maximum: Int) async throws -> [UInt8] {
        switch self {
        case .bytes(let bytes):
            guard bytes.count <= maximum else { throw BodyTooLarge() }
            return bytes
        case .stream(let read):
            return try await read(maximum)
        }
    }
}

/// A body exceeds what its route takes.
struct BodyTooLarge: Error {}
