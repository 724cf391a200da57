import Foundation
import Glibc

/// The folder of one server: `data`, `server.log`, `password`, and `socket` where the path is short enough.
struct ServerFolder: Sendable {
    /// The absolute path.
    let path: String
    /// Who runs the server in it.
    let account: ServerAccount
    /// Whether it was made for this process and is removed with it.
    let isTemporary: Bool

    var data: String { "\(path)/data" }
    var log: String { "\(path)/server.log" }
    var passwordFile: String { "\(path)/password" }

    /// Makes a folder for this process alone.
    static func temporary() async throws -> ServerFolder {
        let account = try ServerAccount.choose(folder: nil)
        // A name such as /tmp/postrider-a1b2c3/socket/.s.PGSQL.5432 must stay below the 107 bytes of a socket's path.
        let parents = [ProcessInfo.processInfo.environment["TMPDIR"], "/tmp", "/var/tmp"].compactMap { $0 }
        for parent in parents where parent.hasPrefix("/") && parent.utf8.count < 60 {
            guard let path = makeTemporary(in: parent) else { continue }
            let folder = ServerFolder(path: path, account: account, isTemporary: true)
            try folder.give(path)
            if await folder.isReachable() { return folder }
            rmdir(path)
        }
        throw LocalPostgresError("no temporary folder can be used: tried \(parents.joined(separator: ", "))")
    }

    /// Makes or opens a folder that stays.
    ///
    /// Where the server's user cannot reach it, such as below `/root`, another is chosen and `report` told about it.
    static func persistent(_ path: String, report: (String) -> Void) async throws -> ServerFolder {
        let wanted = URL(fileURLWithPath: path).standardizedFileURL.path
        if let folder = try await open(wanted) { return folder }
        let other = "/var/lib/postrider/\(digest(wanted))"
        guard let folder = try await open(other) else {
            throw LocalPostgresError("the user that runs PostgreSQL can reach neither \(wanted) nor \(other)")
        }
        report("the user that runs PostgreSQL cannot reach \(wanted); its data is in \(other)")
        return folder
    }

    /// `nil` when the server's user cannot reach it.
    private static func open(_ path: String) async throws -> ServerFolder? {
        let existed = FileManager.default.fileExists(atPath: path)
        let folder = ServerFolder(path: path, account: try .choose(folder: path), isTemporary: false)
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        } catch {
            throw LocalPostgresError("cannot make the folder \(path): \(String(cString: strerror(errno)))")
        }
        try folder.give(path)
        if await folder.isReachable() { return folder }
        if !existed { rmdir(path) }
        return nil
    }

    /// The folder for the socket: inside where its name fits, else a temporary one.
    func socketFolder() throws(LocalPostgresError) -> String {
        let inside = "\(path)/socket"
        if inside.utf8.count + "/.s.PGSQL.65535.lock".utf8.count <= 107 {
            mkdir(inside, 0o700)
            try give(inside)
            return inside
        }
        guard let folder = Self.makeTemporary(in: "/tmp") else {
            throw LocalPostgresError("cannot make a folder for the server's socket in /tmp")
        }
        try give(folder)
        return folder
    }

    /// Writes a file that only the server's user (and root) can read.
    func write(_ text: String, to file: String) throws {
        do {
            try Data(text.utf8).write(to: URL(fileURLWithPath: file))
        } catch {
            throw LocalPostgresError("cannot write \(file)")
        }
        chmod(file, 0o600)
        try giveFile(file)
    }

    private func give(_ folder: String) throws(LocalPostgresError) {
        guard chmod(folder, 0o700) == 0 else { throw refused(folder) }
        try giveFile(folder)
    }

    private func giveFile(_ path: String) throws(LocalPostgresError) {
        guard let owner = account.owner else { return }
        guard lchown(path, owner.user, owner.group) == 0 else { throw refused(path) }
    }

    private func refused(_ path: String) -> LocalPostgresError {
        LocalPostgresError("cannot give \(path) to the server's user: \(String(cString: strerror(errno)))")
    }

    /// Tries it as the server's user: permissions of every folder above count.
    private func isReachable() async -> Bool {
        let attempt = try? await ChildProcess.run(
            account.prefix + ["/bin/sh", "-c", #"cd "$1" && test -w ."#, "sh", path]
        )
        return attempt?.status.isSuccess == true
    }

    private static func makeTemporary(in parent: String) -> String? {
        var template = Array("\(parent)/postrider-XXXXXX".utf8CString)
        return template.withUnsafeMutableBufferPointer { buffer in
            guard let base = buffer.baseAddress, mkdtemp(base) != nil else { return nil }
            return String(cString: base)
        }
    }

    /// FNV-1a, 64 bits: a short name that is the same for the same path.
    private static func digest(_ path: String) -> String {
        let hash = path.utf8.reduce(UInt64(0xcbf2_9ce4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        return String(hash, radix: 16)
    }
}
