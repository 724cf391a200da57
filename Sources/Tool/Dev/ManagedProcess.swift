import Glibc
import LocalPostgres

/// One of the processes of `postrider dev`; what it prints appears with its name in front.
struct ManagedProcess: Sendable {
    let name: String
    let process: ChildProcess
    /// Ends the process when this one is killed.
    private let watchdog: Watchdog

    /// Names are padded to this width.
    private static let width = 8

    static func start(
        _ name: String,
        _ command: [String],
        environment: [String: String]
    ) throws -> ManagedProcess {
        let prefix = name + String(repeating: " ", count: max(0, width - name.count)) + " | "
        let process = try ChildProcess.start(
            command,
            environment: environment,
            output: .lines { _, line in Output.line(prefix + line) }
        )
        let watchdog = try Watchdog(script: #"kill -TERM "$1""#, arguments: [String(process.id)])
        return ManagedProcess(name: name, process: process, watchdog: watchdog)
    }

    /// How it ended, as the rest of a sentence; empty while it runs.
    var ending: String { process.status.map { " with \($0)" } ?? "" }

    /// Asks the process to end and waits for it; kills it when it has not ended within the grace.
    func end(grace: Duration) async {
        await process.end(grace: grace)
        _ = await process.endOfOutput(within: .seconds(2))
        await watchdog.dismiss()
    }

    /// Waits until the check succeeds; throws ``ToolError`` when the process ends first.
    func waitUntilReady(_ check: () async -> Bool) async throws {
        while await !check() {
            if process.status != nil { throw ToolError("\(name) has ended\(ending)") }
            try await Task.sleep(for: .milliseconds(50))
        }
    }
}
