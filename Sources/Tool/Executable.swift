import Foundation

/// Finds the executables of this release.
enum Executable {
    /// This very program.
    static func own() throws -> String {
        guard let path = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe") else {
            throw ToolError("this program cannot find its own path")
        }
        return path
    }

    /// A path as it is; a name beside this program, or else in `PATH`.
    static func find(_ name: String) throws -> String {
        if name.contains("/") {
            guard FileManager.default.isExecutableFile(atPath: name) else {
                throw ToolError("\(name) is no executable file")
            }
            return name
        }
        let own = URL(fileURLWithPath: try own()).deletingLastPathComponent().path
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        let folders = [own] + path.split(separator: ":").map(String.init)
        guard let folder = folders.first(where: { FileManager.default.isExecutableFile(atPath: "\($0)/\(name)") })
        else {
            throw ToolError("there is no `\(name)` beside this program (\(own)) nor in PATH")
        }
        return "\(folder)/\(name)"
    }
}
