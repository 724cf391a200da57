import Foundation
import Glibc
import Synchronization

/// `posix_spawn` with the descriptors, signals and process group that a child should have.
enum Spawn {
    struct Result {
        var id: pid_t
        /// Write end of the child's standard input, -1 when it reads `/dev/null`.
        var input: CInt
        /// Read ends of what the child prints, none when it prints where this process prints.
        var outputs: [(stream: ChildProcess.Stream, descriptor: CInt)]
    }

    /// One spawn at a time: a pipe that another thread is just making would be inherited by this child as well, and its
    /// reader would wait for an end of file that does not come.
    private static let spawning = Mutex(())

    static func run(
        _ command: [String],
        environment: [String: String],
        hasInput: Bool,
        output: ChildProcess.Output
    ) throws(ChildProcessError) -> Result {
        try spawning.withLock { _ throws(ChildProcessError) -> Result in
            var pipes = Pipes()
            defer { pipes.closeChildEnds() }
            do throws(ChildProcessError) {
                if hasInput { try pipes.addInput() }
                if case .lines = output { try pipes.addOutputs() }
                let id = try spawn(command, environment: environment, pipes: pipes)
                return Result(id: id, input: pipes.input?.own ?? -1, outputs: pipes.outputs.map { ($0.stream, $0.own) })
            } catch {
                pipes.closeOwnEnds()
                throw error
            }
        }
    }

    private static func spawn(
        _ command: [String],
        environment: [String: String],
        pipes: Pipes
    ) throws(ChildProcessError) -> pid_t {
        guard let program = command.first else { throw ChildProcessError(description: "there is no command to start") }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        pipes.addActions(to: &actions)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        setAttributes(&attributes)
        var id: pid_t = 0
        let failure = withCStrings(command) { arguments in
            withCStrings(environment.map { "\($0.key)=\($0.value)" }) { variables in
                posix_spawnp(&id, program, &actions, &attributes, arguments, variables)
            }
        }
        guard failure == 0 else {
            throw ChildProcessError(description: "cannot start `\(program)`: \(String(cString: strerror(failure)))")
        }
        return id
    }

    /// Every signal at its default and none blocked, in a new process group.
    private static func setAttributes(_ attributes: inout posix_spawnattr_t) {
        var all = sigset_t()
        sigfillset(&all)
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setflags(
            &attributes,
            Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP)
        )
    }
}

/// Lends a null-terminated array of C strings.
private func withCStrings<R>(
    _ strings: [String],
    _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> R
) -> R {
    var pointers = strings.map { strdup($0) }
    defer { for pointer in pointers { free(pointer) } }
    pointers.append(nil)
    return body(pointers)
}
