import Foundation

/// Where this build's executables are: the folder of the test bundle itself, debug or release.
enum BuildFolder {
    static func executable(_ name: String) throws -> String {
        let folders = candidates()
        let paths = folders.map { "\($0)/\(name)" }
        guard let path = paths.first(where: FileManager.default.isExecutableFile) else {
            throw TestFailure("`\(name)` has not been built: it is in none of \(folders.joined(separator: ", "))")
        }
        return path
    }

    /// `swift test` runs the bundle itself on Linux, or names it among the arguments of a helper.
    private static func candidates() -> [String] {
        let programs = [Bundle.main.executablePath].compactMap { $0 } + CommandLine.arguments
        var folders: [String] = []
        for program in programs where program.hasPrefix("/") {
            let folder = URL(fileURLWithPath: program).deletingLastPathComponent().path
            if !folders.contains(folder) { folders.append(folder) }
        }
        return folders
    }
}
