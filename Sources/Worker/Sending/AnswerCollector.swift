import NIOCore
import NIOHTTP1
import Outbox

/// What is kept of an answer while it arrives.
struct AnswerCollector {
    private var head: HTTPResponseHead?
    private var body: [UInt8] = []
    /// Bytes of the body that have arrived.
    private(set) var bodyBytes = 0

    /// The status, once the header block has arrived.
    var status: Int? { head.map { Int($0.status.code) } }

    mutating func begin(_ head: HTTPResponseHead) {
        self.head = head
    }

    mutating func append(_ bytes: ByteBuffer) {
        bodyBytes += bytes.readableBytes
        let room = AttemptResponse.maximumBodyBytes - body.count
        guard room > 0 else { return }
        body.append(contentsOf: bytes.readableBytesView.prefix(room))
    }

    /// The answer so far, and whether its connection may be used again; nil before the header block.
    mutating func finish() -> (answer: AttemptResponse, keepsAlive: Bool)? {
        defer { self = AnswerCollector() }
        guard let head else { return nil }
        let answer = AttemptResponse(
            status: Int(head.status.code),
            headers: Self.bounded(head.headers),
            body: body,
            truncated: bodyBytes > body.count
        )
        return (answer, head.isKeepAlive)
    }

    private static func bounded(_ headers: HTTPHeaders) -> [AttemptHeader] {
        var kept: [AttemptHeader] = []
        kept.reserveCapacity(min(headers.count, AttemptResponse.maximumHeaders))
        var bytes = 0
        for (name, value) in headers.prefix(AttemptResponse.maximumHeaders) {
            bytes += name.utf8.count + value.utf8.count
            guard bytes <= AttemptResponse.maximumHeaderBytes else { break }
            kept.append(AttemptHeader(name: name, value: value))
        }
        return kept
    }
}
