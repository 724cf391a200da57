import NIOCore
import NIOHTTP1
import Outbox

/// A checked request, ready for the wire.
struct PreparedRequest: Sendable {
    let target: DeliveryTarget
    let head: HTTPRequestHead
    let body: ByteBuffer

    /// - Throws: `SendFailure` for a URL, method or header field that can't be sent.
    init(_ request: DeliveryRequest, policy: AddressPolicy) throws(SendFailure) {
        do throws(AddressRefusal) {
            target = try policy.target(of: request.target)
        } catch {
            throw SendFailure(.addressRefused, error.message)
        }
        guard Self.isToken(request.method), !Self.refusedMethods.contains(request.method) else {
            throw SendFailure(.invalidRequest, "the method is malformed, CONNECT or TRACE")
        }
        var headers = HTTPHeaders()
        headers.reserveCapacity(request.headers.count + 2)
        headers.add(name: "host", value: target.hostHeader)
        for header in request.headers {
            try Self.check(header)
            headers.add(name: header.name, value: header.value)
        }
        if !request.body.isEmpty || Self.methodsWithBody.contains(request.method) {
            headers.add(name: "content-length", value: String(request.body.count))
        }
        head = HTTPRequestHead(
            version: .http1_1,
            method: HTTPMethod(rawValue: request.method),
            uri: target.path,
            headers: headers
        )
        body = ByteBuffer(bytes: request.body)
    }

    /// Their answers or requests are framed in other ways (RFC 9110, sections 9.3.6 and 9.3.8).
    private static let refusedMethods: Set<String> = ["CONNECT", "TRACE"]
    /// These announce an empty body as well (RFC 9110, section 8.6).
    private static let methodsWithBody: Set<String> = ["POST", "PUT", "PATCH"]
    /// What belongs to the connection or frames the message, hence to the sender.
    private static let reservedNames: Set<String> = [
        "host", "content-length", "transfer-encoding", "connection", "keep-alive", "proxy-connection", "te", "trailer",
        "upgrade", "expect",
    ]

    private static func check(_ header: AttemptHeader) throws(SendFailure) {
        guard isToken(header.name) else {
            throw SendFailure(.invalidRequest, "a header name is empty or has other characters than a token")
        }
        guard !reservedNames.contains(header.name.lowercased()) else {
            throw SendFailure(.invalidRequest, "the header '\(header.name.prefix(64))' is set by the sender alone")
        }
        guard header.value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7f || $0 == 0x09 }) else {
            let name = header.name.prefix(64)
            throw SendFailure(.invalidRequest, "the value of the header '\(name)' has a control character")
        }
    }

    /// `token` of RFC 9110, section 5.6.2.
    private static func isToken(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5a, 0x61...0x7a: true
                default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
                }
            }
    }
}
