import ArgumentParser
import LocalHTTP

/// `postrider health`: the health check of a container, which has no curl.
struct HealthCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "health",
        abstract: "Succeed when a GET of an address answers 200, for health checks of containers."
    )

    @Argument(help: "An address such as http://127.0.0.1:8080/health/ready.")
    var url: String

    func run() async throws {
        let answer = try await HTTPClient.send("GET", url, timeout: .seconds(5))
        guard answer.status == 200 else {
            throw ToolError("\(url) answered \(answer.status): \(answer.text.prefix(200))")
        }
    }
}
