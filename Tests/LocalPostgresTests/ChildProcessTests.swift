import Foundation
import Glibc
import LocalPostgres
import Synchronization
import TestKit
import Testing

struct ChildProcessTests {
    @Test func outputAndStatusAreReported() async throws {
        let answer = try await ChildProcess.run(["/bin/sh", "-c", "echo one; echo two >&2; exit 3"])
        #expect(answer.status == .exited(3))
        #expect(Set(answer.output.split(separator: "\n")) == ["one", "two"])
    }

    @Test func aSignalIsAStatus() async throws {
        let answer = try await ChildProcess.run(["/bin/sh", "-c", "kill -TERM $$"])
        #expect(answer.status == .signalled(SIGTERM))
        #expect(answer.status.shellStatus == 143)
    }

    @Test func aMissingProgramIsNamed() async throws {
        let error = await #expect(throws: ChildProcessError.self) { try await ChildProcess.run(["no-such-program"]) }
        #expect(error?.description.contains("no-such-program") == true)
    }

    @Test func theEnvironmentIsTheOneGiven() async throws {
        let answer = try await ChildProcess.run(["/usr/bin/env"], environment: ["A": "b c"])
        #expect(answer.output == "A=b c")
    }

    @Test func theChildHasNothingOpenButItsThreeStreams() async throws {
        let answer = try await ChildProcess.run(["/bin/ls", "/proc/self/fd"])
        // The fourth is the listing's own.
        #expect(answer.output.split(separator: "\n").count == 4)
    }

    @Test func signalsThatThisProcessIgnoresReachTheChild() async throws {
        signal(SIGUSR2, SIG_IGN)
        defer { signal(SIGUSR2, SIG_DFL) }
        let answer = try await ChildProcess.run(["/bin/sh", "-c", "kill -USR2 $$; exit 0"])
        #expect(answer.status == .signalled(SIGUSR2))
    }

    @Test func aChildThatDoesNotListenIsKilled() async throws {
        let ready = Mutex(false)
        let process = try ChildProcess.start(
            ["/bin/sh", "-c", "trap '' TERM; echo ready; while :; do sleep 60; done"],
            output: .lines { _, _ in ready.withLock { $0 = true } }
        )
        try await eventually("the shell is ready") { ready.withLock { $0 } }
        #expect(await process.end(grace: .milliseconds(100)) == .signalled(SIGKILL))
    }

    @Test func cancellingAWaitLeavesTheChildAlone() async throws {
        let process = try ChildProcess.start(["/bin/sleep", "600"], output: .inherited)
        let waiter = Task { await process.exit() }
        waiter.cancel()
        #expect(await waiter.value == nil)
        #expect(process.status == nil)
        #expect(await process.kill() == .signalled(SIGKILL))
    }

    @Test func aWatchdogActsWhenItsOwnerIsGone() async throws {
        let mark = "/tmp/postrider-test-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: mark) }
        // Nobody holds the watchdog any more when this statement is over.
        _ = try Watchdog(script: #"touch "$1""#, arguments: [mark])
        try await eventually("the watchdog has acted") { FileManager.default.fileExists(atPath: mark) }
    }

    @Test func aDismissedWatchdogDoesNothing() async throws {
        let mark = "/tmp/postrider-test-\(UUID().uuidString)"
        let watchdog = try Watchdog(script: #"touch "$1""#, arguments: [mark])
        await watchdog.dismiss()
        #expect(!FileManager.default.fileExists(atPath: mark))
    }
}
