import Foundation
import Glibc
import Outbox

/// What `postrider dev` keeps: the data of its PostgreSQL, its secrets, and the addresses while it runs.
struct DevFolder {
    /// The name of the folder in the working folder.
    static let standard = ".postrider"

    let path: String

    /// Where the running development system is; there as long as it runs.
    var addresses: SettingsFile { SettingsFile(path: "\(path)/dev.env") }
    /// The folder of the server's data.
    var server: String { "\(path)/postgres" }

    static func open(_ path: String) throws -> DevFolder {
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        } catch {
            throw ToolError("cannot make the folder \(path): \(String(cString: strerror(errno)))")
        }
        return DevFolder(path: path)
    }

    /// The secrets: made once and kept, since what they have sealed stays in the database.
    func keys() throws -> Keys {
        let file = SettingsFile(path: "\(path)/keys.env")
        guard let values = file.read() else {
            let keys = Keys.generate()
            try file.write(keys.lines)
            return keys
        }
        guard let admin = values[Setting.adminKey.rawValue], let secrets = values[Setting.secretsKey.rawValue],
            let webhook = values[Keys.webhookVariable]
        else { throw ToolError("\(file.path) is damaged; delete the folder \(path) to start anew") }
        return Keys(admin: admin, secrets: secrets, webhook: webhook)
    }
}
