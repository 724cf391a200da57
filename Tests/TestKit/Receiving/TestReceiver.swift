import Foundation
package import LocalHTTP
import Outbox

/// Lends a real HTTP server on 127.0.0.1 that records what it gets and answers by script.
///
/// `secret` is the `whsec_` text that ``TestReceiver/verify(_:secret:)`` checks signatures with; `reaction` is what is
/// done with a request when the script has nothing for it.
package func withReceiver<R: Sendable>(
    secret: String? = nil,
    reaction: Reaction = .status(200),
    _ body: (TestReceiver) async throws -> R
) async throws -> R {
    let receiver = try await TestReceiver.start(secret: secret, reaction: reaction)
    do {
        let result = try await body(receiver)
        await receiver.close()
        return result
    } catch {
        await receiver.close()
        throw error
    }
}

/// A receiver of webhooks under a test's control.
package struct TestReceiver: Sendable {
    private let receiver: Receiver
    private let script: ReceiverScript
    private let secret: String?

    static func start(secret: String?, reaction: Reaction) async throws -> TestReceiver {
        let script = ReceiverScript(reaction)
        let receiver = try await Receiver.start { await script.react(to: $0) }
        return TestReceiver(receiver: receiver, script: script, secret: secret)
    }

    /// The address to subscribe: `http://127.0.0.1:<port>/`.
    package var url: String { receiver.url }
    package var port: Int { receiver.port }

    /// Every request so far, in the order of arrival.
    package var requests: [ReceivedRequest] { script.requests }

    /// Queues reactions for the next requests, one each.
    package func next(_ reactions: Reaction...) { script.enqueue(reactions) }

    /// Changes what is done when nothing is queued.
    package func always(_ reaction: Reaction) { script.setStanding(reaction) }

    /// Lets every request that hangs, and every later one that would, have its answer.
    package func release() { script.release() }

    /// Waits until this many requests have arrived, and returns them all.
    @discardableResult
    package func waitForRequests(
        _ count: Int,
        within bound: Duration = .seconds(20),
        file: String = #fileID,
        line: Int = #line
    ) async throws -> [ReceivedRequest] {
        try await eventually(
            "\(count) requests (there are \(requests.count))",
            within: bound,
            file: file,
            line: line
        ) { requests.count >= count }
        return requests
    }

    /// Throws unless the request carries a valid and fresh Standard Webhooks signature.
    package func verify(_ request: ReceivedRequest, secret: String? = nil) throws {
        guard let text = secret ?? self.secret else { throw TestFailure("the receiver was given no secret") }
        try Signature.verify(
            Signature.Headers(
                id: request[header: "webhook-id"],
                timestamp: request[header: "webhook-timestamp"],
                signature: request[header: "webhook-signature"]
            ),
            body: request.body,
            secrets: [try WebhookSecret(text)],
            now: request.arrival
        )
    }

    /// Stops listening and closes every connection, also those that hang.
    package func close() async {
        script.release()
        await receiver.close()
    }
}
