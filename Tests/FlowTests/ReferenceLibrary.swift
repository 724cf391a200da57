import Foundation
import LocalHTTP
import LocalPostgres
import Synchronization
import TestKit

/// The reference implementation of Standard Webhooks, from PyPI.
enum ReferenceLibrary {
    /// The interpreter of the virtual environment that `scripts/test` makes.
    private static var python: String {
        ProcessInfo.processInfo.environment["POSTRIDER_PYTHON"]
            // Not resolved: the environment is found by where the link lies, not by what it leads to.
            ?? #filePath.components(separatedBy: "/Tests/")[0] + "/.build/venv/bin/python"
    }

    private static let script = """
        import json, sys
        from standardwebhooks.webhooks import Webhook
        request = json.load(sys.stdin)
        Webhook(request["secret"]).verify(request["body"], request["headers"])
        """

    /// Throws unless the library takes the request for genuine.
    static func verify(_ request: ReceivedRequest, secret: String) async throws {
        guard FileManager.default.isExecutableFile(atPath: python) else {
            throw TestFailure("\(python) is missing: run scripts/test, which makes it")
        }
        let headers = Dictionary(request.headers.map { ($0.name.lowercased(), $0.value) }) { first, _ in first }
        let input = try JSONSerialization.data(withJSONObject: [
            "secret": secret, "body": request.text, "headers": headers,
        ])
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).json")
        try input.write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let lines = Mutex<[String]>([])
        let process = try ChildProcess.start(
            ["/bin/sh", "-c", "exec \"$0\" -c \"$1\" < \"$2\"", python, script, file.path],
            environment: [:],
            output: .lines { _, line in lines.withLock { $0.append(line) } }
        )
        guard let status = await process.exit(within: .seconds(60)), status.isSuccess else {
            _ = await process.endOfOutput(within: .seconds(5))
            throw TestFailure("the reference library refuses the request: \(lines.withLock { $0.suffix(3) })")
        }
    }
}
