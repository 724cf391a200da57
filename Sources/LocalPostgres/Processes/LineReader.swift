import Glibc

/// Reads a pipe to its end, line by line.
enum LineReader {
    /// A line that is longer is handed on in pieces.
    private static let longestLine = 64 * 1024

    /// Blocks the calling thread until the last writer has closed the pipe; closes the descriptor.
    static func read(_ descriptor: CInt, _ handle: (String) -> Void) {
        defer { close(descriptor) }
        var line: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 16 * 1024)
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            for byte in buffer[..<count] {
                guard byte == UInt8(ascii: "\n") || line.count == longestLine else {
                    line.append(byte)
                    continue
                }
                handle(String(decoding: line, as: UTF8.self))
                line.removeAll(keepingCapacity: true)
                if byte != UInt8(ascii: "\n") { line.append(byte) }
            }
        }
        if !line.isEmpty { handle(String(decoding: line, as: UTF8.self)) }
    }
}
