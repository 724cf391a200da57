import Dispatch
import Foundation
package import Glibc
import Synchronization

/// A process that this one started, in a process group of its own: Ctrl-C in a terminal reaches this process alone,
/// which then ends the others in its own order.
///
/// Two things that `Foundation.Process` leaves as they are: signals that this process ignores are not ignored by the
/// child, and the exit is waited for without a run loop.
package final class ChildProcess: Sendable {
    /// One of the two output streams.
    package enum Stream: Sendable, Hashable {
        case standardOutput
        case standardError
    }

    /// Where what the process prints goes.
    package enum Output: Sendable {
        /// To where this process prints.
        case inherited
        /// Line by line, without the line break, to a closure; each stream's lines in order.
        case lines(@Sendable (Stream, String) -> Void)
    }

    private let life: ProcessLife
    private let outputEnded = Latch<Void>()
    /// Write end of the standard input, -1 once it is closed.
    private let input: Mutex<CInt>

    /// Starts a command; a name without a slash is looked up in `PATH`.
    package static func start(
        _ command: [String],
        environment: [String: String] = ProcessInfo.processInfo.environment,
        hasInput: Bool = false,
        output: Output
    ) throws(ChildProcessError) -> ChildProcess {
        let spawned = try Spawn.run(command, environment: environment, hasInput: hasInput, output: output)
        let process = ChildProcess(spawned)
        process.life.waitForExit()
        process.read(spawned, output)
        return process
    }

    private init(_ spawned: Spawn.Result) {
        life = ProcessLife(spawned.id)
        input = Mutex(spawned.input)
    }

    /// Who waits for the end of its input learns that nobody is left who could write.
    deinit {
        closeInput()
    }

    /// The process id, valid until the exit status is known.
    package var id: pid_t { life.id }

    // MARK: Ending

    /// The exit status, once the process has ended.
    package var status: ProcessStatus? { life.exited.value }

    /// Waits until the process has ended; `nil` when the task is cancelled first.
    package func exit() async -> ProcessStatus? { await life.exited.wait() }

    /// Waits until the process has ended; `nil` when it has not in time.
    package func exit(within timeout: Duration) async -> ProcessStatus? { await life.exited.wait(upTo: timeout) }

    /// Waits until nothing more can come from the output, that is until whoever inherited it has ended as well.
    package func endOfOutput(within timeout: Duration) async -> Bool {
        await outputEnded.wait(upTo: timeout) != nil
    }

    /// Sends a signal; does nothing when the process has ended.
    package func signal(_ signal: CInt) { life.signal(signal) }

    /// Asks the process to end, and kills it when it has not within the grace.
    @discardableResult
    package func end(grace: Duration) async -> ProcessStatus {
        signal(SIGTERM)
        if let status = await exit(within: grace) { return status }
        return await kill()
    }

    /// Kills the process and waits for its end, whether or not the task is cancelled.
    @discardableResult
    package func kill() async -> ProcessStatus {
        signal(SIGKILL)
        // A task of its own: a cancelled one could not wait, and who kills wants to know that nothing is left.
        return await Task { [life] in await life.exited.wait() }.value ?? .signalled(SIGKILL)
    }

    /// Closes the standard input.
    package func closeInput() {
        input.withLock { descriptor in
            if descriptor >= 0 { close(descriptor) }
            descriptor = -1
        }
    }

    /// Writes a line to the standard input; does nothing when nobody reads it.
    package func writeLine(_ line: String) {
        input.withLock { descriptor in
            guard descriptor >= 0 else { return }
            let bytes = Array((line + "\n").utf8)
            // MSG_NOSIGNAL: a reader that is gone must not end this process by SIGPIPE.
            _ = send(descriptor, bytes, bytes.count, CInt(MSG_NOSIGNAL))
        }
    }

    private func read(_ spawned: Spawn.Result, _ output: Output) {
        guard case .lines(let handle) = output else { return outputEnded.set(()) }
        let group = DispatchGroup()
        for (stream, descriptor) in spawned.outputs {
            DispatchQueue(label: "postrider.process.output")
                .async(group: group) {
                    LineReader.read(descriptor) { handle(stream, $0) }
                }
        }
        group.notify(queue: DispatchQueue(label: "postrider.process.end")) { [outputEnded] in outputEnded.set(()) }
    }
}

extension ChildProcess {
    /// Runs a command to its end and answers its status and what it printed on both streams.
    package static func run(
        _ command: [String],
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) async throws -> (status: ProcessStatus, output: String) {
        let lines = Mutex<[String]>([])
        let process = try start(
            command,
            environment: environment,
            output: .lines { _, line in lines.withLock { $0.append(line) } }
        )
        let status = await withTaskCancellationHandler {
            await process.exit()
        } onCancel: {
            process.signal(SIGKILL)
        }
        guard let status else { throw CancellationError() }
        _ = await process.endOfOutput(within: .seconds(5))
        return (status, lines.withLock { $0.joined(separator: "\n") })
    }
}
