import CLibpq
import Glibc

/// An `eventfd(2)` that ends a `poll(2)` from another thread.
final class WakeSignal: Sendable {
    let descriptor: CInt

    init() throws(PostgresError) {
        descriptor = eventfd(0, CInt(EFD_NONBLOCK | EFD_CLOEXEC))
        guard descriptor >= 0 else {
            throw PostgresError(.connectFailed, message: "eventfd: \(String(cString: strerror(errno)))")
        }
    }

    deinit {
        Glibc.close(descriptor)
    }

    func raise() {
        // Fails only when the counter is full, that is when the signal is raised already.
        _ = eventfd_write(descriptor, 1)
    }

    func lower() {
        var value: eventfd_t = 0
        // Fails with EAGAIN when it was not raised.
        _ = eventfd_read(descriptor, &value)
    }
}
