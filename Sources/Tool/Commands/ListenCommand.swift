import ArgumentParser
import Foundation
import LocalHTTP
import Outbox

/// `postrider listen`.
struct ListenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "listen",
        abstract: "Receive webhooks, verify their signatures and print them."
    )

    @Option(help: "The address to listen on.")
    var host = "127.0.0.1"

    @Option(help: "The port to listen on; 0 picks a free one.")
    var port = 4000

    @Option(
        help:
            "A signing secret, whsec_..., several times for a rotation; else \(Keys.webhookVariable) of the environment."
    )
    var secret: [String] = []

    @Option(help: "The status of the answers.")
    var status = 200

    func validate() throws {
        guard (0...65535).contains(port) else { throw ValidationError("--port takes 0 to 65535") }
        guard (200...599).contains(status) else { throw ValidationError("--status takes 200 to 599") }
    }

    func run() async throws {
        let verifier = DeliveryPrinter(secrets: try secrets())
        let signals = Signals()
        let receiver = try await Receiver.start(host: host, port: port) { [status] request in
            guard Self.isDelivery(request) else { return .status(200) }
            Output.line(verifier.text(for: request))
            return .status(status)
        }
        let hint = verifier.secrets.isEmpty ? "; signatures are not verified without --secret" : ""
        Output.line("listening on http://\(host):\(receiver.port)/\(hint)")
        await signals.waitForFirst()
        await receiver.close()
    }

    /// Whether it is more than a question whether somebody listens, such as a health check's or a browser's.
    private static func isDelivery(_ request: ReceivedRequest) -> Bool {
        !["GET", "HEAD"].contains(request.method) || request[header: "webhook-id"] != nil
    }

    private func secrets() throws -> [WebhookSecret] {
        let variable = ProcessInfo.processInfo.environment[Keys.webhookVariable] ?? ""
        let given = secret.isEmpty ? variable.split(separator: " ").map(String.init) : secret
        return try given.map { text in
            do {
                return try WebhookSecret(text)
            } catch {
                throw ToolError("--secret: \(error)")
            }
        }
    }
}
