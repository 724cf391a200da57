import Foundation
import Glibc

/// The user that runs the server: ourselves, or somebody else when we are root, for whom PostgreSQL refuses to run.
struct ServerAccount: Sendable, Equatable {
    /// The user and group to give the server's files to; `nil` when they are ours already.
    var owner: Owner?
    /// The words before a command that run it as that user; none for ourselves.
    var prefix: [String]

    struct Owner: Sendable, Equatable {
        var user: uid_t
        var group: gid_t
    }

    static let ourselves = ServerAccount(owner: nil, prefix: [])

    /// The account for a folder: as root its owner, if that is somebody else, and `postgres` otherwise.
    static func choose(folder: String?) throws(LocalPostgresError) -> ServerAccount {
        guard geteuid() == 0 else { return .ourselves }
        if let folder, let owner = owner(of: folder), owner.user != 0 { return try account(owner) }
        guard let entry = getpwnam("postgres") else {
            throw LocalPostgresError(
                "PostgreSQL does not run as root, and there is no user `postgres` to run it as. Install the package "
                    + "postgresql, which makes that user, or run this as an ordinary user"
            )
        }
        return try account(Owner(user: entry.pointee.pw_uid, group: entry.pointee.pw_gid))
    }

    private static func owner(of folder: String) -> Owner? {
        var status = stat()
        guard lstat(folder, &status) == 0 else { return nil }
        return Owner(user: status.st_uid, group: status.st_gid)
    }

    private static func account(_ owner: Owner) throws(LocalPostgresError) -> ServerAccount {
        if let setpriv = program("setpriv") {
            return ServerAccount(
                owner: owner,
                prefix: [setpriv, "--reuid=\(owner.user)", "--regid=\(owner.group)", "--clear-groups", "--"]
            )
        }
        if let runuser = program("runuser"), let entry = getpwuid(owner.user) {
            return ServerAccount(owner: owner, prefix: [runuser, "-u", String(cString: entry.pointee.pw_name), "--"])
        }
        throw LocalPostgresError(
            "PostgreSQL does not run as root, and neither `setpriv` nor `runuser` is there to run it as another user. "
                + "Install the package util-linux, or run this as an ordinary user"
        )
    }

    private static func program(_ name: String) -> String? {
        ["/usr/bin", "/bin", "/usr/sbin", "/sbin"].map { "\($0)/\(name)" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }
}
