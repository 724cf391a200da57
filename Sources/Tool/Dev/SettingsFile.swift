import Foundation
import Glibc

/// A small file of `NAME=value` lines that only its owner can read.
struct SettingsFile {
    let path: String

    /// The values by their names, `nil` when there is no file.
    func read() -> [String: String]? {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return nil }
        var values: [String: String] = [:]
        for line in text.split(whereSeparator: \.isNewline) {
            guard let separator = line.firstIndex(of: "=") else { continue }
            values[String(line[..<separator])] = String(line[line.index(after: separator)...])
        }
        return values
    }

    /// Writes the lines; nobody else may read them, not even between the making and the writing.
    func write(_ lines: [String]) throws {
        unlink(path)
        let descriptor = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw ToolError("cannot write \(path): \(String(cString: strerror(errno)))") }
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        try file.write(contentsOf: Data((lines.joined(separator: "\n") + "\n").utf8))
    }

    func remove() {
        unlink(path)
    }
}
