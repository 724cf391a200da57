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

    /// What becomes of the process when this one is killed: it may end by itself for five seconds.
    private static let afterlife = """
        kill -TERM "$1"; n=0
        while kill -0 "$1" && [ $n -lt 50 ]; do sleep 0.1; n=$((n + 1)); done
        kill -KILL "$1"
        """

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
        let watchdog = try Watchdog(script: afterlife, arguments: [String(process.id)])
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

    /// Waits until the check succeeds; throws ``ToolError`` when the process ends first, or after a minute.
    func waitUntilReady(_ check: () async -> Bool) async throws {
        let deadline = ContinuousClock.now + .seconds(60)
        while await !check() {
            guard ContinuousClock.now < deadline else {
                throw ToolError("\(name) did not become ready within a minute")
            }
            if process.status != nil { throw ToolError("\(name) has ended\(ending)") }
            try await Task.sleep(for: .milliseconds(50))
        }
    }
}
