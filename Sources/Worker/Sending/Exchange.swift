import NIOCore
import NIOHTTP1
import Outbox

/// One request on one connection, and the place for its result.
struct Exchange: Sendable {
    let head: HTTPRequestHead
    let body: ByteBuffer
    let deadline: NIODeadline
    let result = OneShot<ExchangeResult>()
}

enum ExchangeResult: Sendable {
    case answered(AttemptResponse)
    case failed(SendFailure)
    /// The connection ended before the first byte of an answer: if it had been idle, the request may go out once more.
    case closedUnanswered
    case cancelled
}

/// A failure and its one line for the tenant.
struct SendFailure: Error, Equatable {
    let kind: AttemptFailure
    let detail: String

    init(_ kind: AttemptFailure, _ detail: String) {
        self.kind = kind
        self.detail = detail
    }
}
