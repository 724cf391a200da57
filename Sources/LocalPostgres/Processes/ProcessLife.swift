import Dispatch
import Glibc
import Synchronization

/// A running process, from its start until its status is known; a thread of its own waits for the end.
final class ProcessLife: Sendable {
    let id: pid_t
    let exited = Latch<ProcessStatus>()
    /// Held while the process is reaped and while it is signalled: its id is nobody else's meanwhile.
    private let reaping = Mutex(())

    init(_ id: pid_t) {
        self.id = id
    }

    func waitForExit() {
        DispatchQueue(label: "postrider.process.exit")
            .async { [self] in
                var info = siginfo_t()
                // Waits without reaping: the id stays ours until the status is published under the lock.
                while waitid(P_PID, id_t(id), &info, WEXITED | WNOWAIT) != 0, errno == EINTR {}
                reaping.withLock { _ in
                    var raw: CInt = 0
                    while waitpid(id, &raw, 0) < 0, errno == EINTR {}
                    exited.set(raw & 0x7f == 0 ? .exited(raw >> 8 & 0xff) : .signalled(raw & 0x7f))
                }
            }
    }

    /// Sends a signal; does nothing when the process has ended.
    func signal(_ signal: CInt) {
        reaping.withLock { _ in
            guard exited.value == nil else { return }
            kill(id, signal)
        }
    }
}
