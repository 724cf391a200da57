import Foundation
import Glibc

/// The pipes between this process and a child that is about to start.
struct Pipes {
    struct Ends {
        var own: CInt
        var child: CInt
    }

    private(set) var input: Ends?
    private(set) var outputs: [(stream: ChildProcess.Stream, own: CInt, child: CInt)] = []

    /// A socket pair, because writing to a socket can be told not to raise SIGPIPE.
    mutating func addInput() throws(ChildProcessError) {
        var pair: [CInt] = [-1, -1]
        guard socketpair(AF_UNIX, CInt(SOCK_STREAM.rawValue), 0, &pair) == 0 else { throw Self.failure() }
        Self.closeOnExec(pair)
        input = Ends(own: pair[0], child: pair[1])
    }

    mutating func addOutputs() throws(ChildProcessError) {
        for stream in [ChildProcess.Stream.standardOutput, .standardError] {
            var pair: [CInt] = [-1, -1]
            guard pipe(&pair) == 0 else { throw Self.failure() }
            Self.closeOnExec(pair)
            outputs.append((stream, own: pair[0], child: pair[1]))
        }
    }

    /// What the child does before it runs the command: take its ends as 0, 1 and 2, and close everything else.
    ///
    /// Most descriptors close themselves on `exec`; the listing catches those of libraries that do not say so.
    func addActions(to actions: inout posix_spawn_file_actions_t) {
        if let input {
            posix_spawn_file_actions_adddup2(&actions, input.child, STDIN_FILENO)
        } else {
            posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        }
        for output in outputs {
            let target = output.stream == .standardOutput ? STDOUT_FILENO : STDERR_FILENO
            posix_spawn_file_actions_adddup2(&actions, output.child, target)
        }
        for descriptor in Self.openDescriptors() where descriptor > STDERR_FILENO {
            posix_spawn_file_actions_addclose(&actions, descriptor)
        }
    }

    func closeChildEnds() {
        if let input { close(input.child) }
        for output in outputs { close(output.child) }
    }

    func closeOwnEnds() {
        if let input { close(input.own) }
        for output in outputs { close(output.own) }
    }

    private static func openDescriptors() -> [CInt] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
        return names.compactMap { CInt($0) }
    }

    private static func closeOnExec(_ descriptors: [CInt]) {
        for descriptor in descriptors { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
    }

    private static func failure() -> ChildProcessError {
        ChildProcessError(description: "cannot make a pipe: \(String(cString: strerror(errno)))")
    }
}
