/// What a receiver does with a request.
package enum ReceiverAnswer: Sendable {
    /// Answers; `content-length` is added.
    case response(status: Int, headers: [(name: String, value: String)] = [], body: [UInt8] = [])
    /// Closes the connection without an answer.
    case disconnect

    /// An answer with an empty body.
    package static func status(_ status: Int) -> ReceiverAnswer { .response(status: status) }
}
