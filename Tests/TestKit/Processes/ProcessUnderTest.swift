import Foundation
package import Glibc
import LocalHTTP
package import LocalPostgres
import Synchronization

/// Runs one of this build's executables for the length of a closure; whatever is left of it at the end is killed.
///
/// The environment is `variables` and `PATH`, nothing else, and the working folder is `/`, so that no `.env` of the
/// tests' surroundings is read.
package func withProcess<R: Sendable>(
    _ name: String,
    _ arguments: [String] = [],
    environment variables: [String: String] = [:],
    _ body: (ProcessUnderTest) async throws -> R
) async throws -> R {
    let process = try ProcessUnderTest.start(name, arguments, variables)
    do {
        let result = try await body(process)
        await process.finish()
        return result
    } catch {
        await process.finish()
        throw TestFailure("\(error)\n--- output of \(name)\n\(process.output.suffix(60).joined(separator: "\n"))")
    }
}

/// One of this build's executables as a process of its own.
package struct ProcessUnderTest: Sendable {
    package let name: String
    private let process: ChildProcess
    private let lines: Lines
    private let watchdog: Watchdog

    private final class Lines: Sendable {
        let all = Mutex<[(stream: ChildProcess.Stream, text: String)]>([])
    }

    fileprivate static func start(
        _ name: String,
        _ arguments: [String],
        _ variables: [String: String]
    ) throws -> ProcessUnderTest {
        let inherited = ProcessInfo.processInfo.environment.filter { ["PATH", "LD_LIBRARY_PATH"].contains($0.key) }
        let lines = Lines()
        let process = try ChildProcess.start(
            ["/bin/sh", "-c", #"cd / && exec "$0" "$@""#, try BuildFolder.executable(name)] + arguments,
            environment: inherited.merging(variables) { $1 },
            output: .lines { stream, text in lines.all.withLock { $0.append((stream, text)) } }
        )
        // A test run that is killed leaves no process behind.
        let watchdog = try Watchdog(script: #"kill -KILL "$1""#, arguments: [String(process.id)])
        return ProcessUnderTest(name: name, process: process, lines: lines, watchdog: watchdog)
    }

    /// What it has printed so far on both streams, line by line.
    package var output: [String] { lines.all.withLock { $0.map(\.text) } }
    /// What it has printed so far on standard error.
    package var errorOutput: [String] {
        lines.all.withLock { all in all.filter { $0.stream == .standardError }.map(\.text) }
    }

    package var isRunning: Bool { process.status == nil }
    package var processID: pid_t { process.id }

    /// Waits until a line that contains a text has been printed, and returns it.
    @discardableResult
    package func waitForLine(
        containing text: String,
        within bound: Duration = .seconds(30),
        file: String = #fileID,
        line: Int = #line
    ) async throws -> String {
        try await eventuallyValue("a line with `\(text)`", within: bound, file: file, line: line) {
            let found = output.first { $0.contains(text) }
            if found == nil, process.status != nil {
                throw TestFailure("\(name) has ended: \(process.status.map(String.init(describing:)) ?? "")")
            }
            return found
        }
    }

    /// Waits until a GET of an address answers 200.
    package func waitUntilReady(
        _ url: String,
        within bound: Duration = .seconds(30),
        file: String = #fileID,
        line: Int = #line
    ) async throws {
        try await eventually("\(url) answers 200", within: bound, file: file, line: line) {
            if let status = process.status { throw TestFailure("\(name) has ended: \(status)") }
            return try await HTTPClient.send("GET", url, timeout: .seconds(5)).status == 200
        }
    }

    /// Sends a signal.
    package func signal(_ signal: CInt) { process.signal(signal) }

    /// Kills it with SIGKILL and waits until it is gone.
    package func kill() async { await process.kill() }

    /// Waits for its end; throws when it has not come in time.
    @discardableResult
    package func waitForExit(
        within bound: Duration = .seconds(30),
        file: String = #fileID,
        line: Int = #line
    ) async throws -> ProcessStatus {
        guard let status = await process.exit(within: bound) else {
            throw TestFailure("\(name) did not end within \(bound)", file: file, line: line)
        }
        _ = await process.endOfOutput(within: .seconds(5))
        return status
    }

    /// Sends SIGTERM and expects it to end by itself, with status 0.
    package func stop(within bound: Duration = .seconds(30), file: String = #fileID, line: Int = #line) async throws {
        signal(SIGTERM)
        let status = try await waitForExit(within: bound, file: file, line: line)
        guard status.isSuccess else {
            throw TestFailure("\(name) ended with \(status) after SIGTERM", file: file, line: line)
        }
    }

    fileprivate func finish() async {
        await process.kill()
        await watchdog.dismiss()
    }
}
