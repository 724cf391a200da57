import Foundation
import Glibc

/// The machine's processes, as `/proc` shows them.
enum ProcessTable {
    /// Whether a process runs; one that has ended and waits for its parent does not.
    static func isAlive(_ id: pid_t) -> Bool {
        guard let (_, state) = parentAndState(of: id) else { return false }
        return state != "Z" && state != "X"
    }

    /// The processes that a process has started.
    static func children(of parent: pid_t) -> [pid_t] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.compactMap { pid_t($0) }.filter { parentAndState(of: $0)?.parent == parent }
    }

    /// Fields 4 and 3 of `/proc/<id>/stat` (`proc(5)`), which follow the name in parentheses.
    private static func parentAndState(of id: pid_t) -> (parent: pid_t, state: Substring)? {
        guard let text = try? String(contentsOfFile: "/proc/\(id)/stat", encoding: .utf8),
            let end = text.lastIndex(of: ")")
        else { return nil }
        let fields = text[text.index(after: end)...].split(separator: " ")
        guard fields.count > 1, let parent = pid_t(fields[1]) else { return nil }
        return (parent, fields[0])
    }
}
