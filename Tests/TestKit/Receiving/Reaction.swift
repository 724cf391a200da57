package import LocalHTTP

/// What a test's receiver does with a request.
package enum Reaction: Sendable {
    case answer(ReceiverAnswer)
    /// Keeps the sender waiting until the test releases it, then answers.
    case hang(then: ReceiverAnswer)
    /// Asks a closure.
    case run(@Sendable (ReceivedRequest) async -> ReceiverAnswer)

    package static func status(_ status: Int) -> Reaction { .answer(.status(status)) }
    package static var hang: Reaction { .hang(then: .status(200)) }
    package static var disconnect: Reaction { .answer(.disconnect) }
}
