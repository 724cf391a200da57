import Foundation
import Glibc
import Synchronization

/// Standard output and standard error, a whole text at a time and at once.
///
/// `print` keeps what it is given in a buffer when the output is a pipe, as it is below `postrider dev`.
enum Output {
    private static let writing = Mutex(())

    /// Writes a line to standard output.
    static func line(_ text: String) { write(text + "\n", to: STDOUT_FILENO) }

    /// Writes a line to standard error.
    static func error(_ text: String) { write(text + "\n", to: STDERR_FILENO) }

    /// A reader that has gone away is nobody's error: what is left is dropped.
    private static func write(_ text: String, to descriptor: CInt) {
        let bytes = Array(text.utf8)
        writing.withLock { _ in
            var start = 0
            while start < bytes.count {
                let written = bytes[start...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
                if written < 0, errno == EINTR { continue }
                guard written > 0 else { return }
                start += written
            }
        }
    }
}
