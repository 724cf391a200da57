import Foundation

/// Where a server of our own listens.
package struct ServerAddress: Sendable, Hashable {
    /// The folder of the Unix socket.
    package let socketFolder: String
    /// The port on 127.0.0.1, `nil` when the server listens on the socket alone.
    package let port: UInt16?
    /// The password of ``user``, which only the port asks for.
    package let password: String

    /// The server's superuser.
    package static let user = "postgres"

    /// The number in the socket's name.
    var socketNumber: UInt16 { port ?? 5432 }

    /// The path of the socket itself.
    var socket: String { "\(socketFolder)/.s.PGSQL.\(socketNumber)" }

    /// A libpq URI over the socket; it works for the server's user and for root, without a password.
    package func url(database: String = "postgres") -> String {
        "postgres:///\(database)?host=\(socketFolder)&port=\(socketNumber)&user=\(Self.user)"
    }

    /// A libpq URI over the port, with the password; `nil` when there is no port.
    package func portURL(database: String = "postgres") -> String? {
        port.map { "postgres://\(Self.user):\(password)@127.0.0.1:\($0)/\(database)" }
    }

    /// Removes the socket's folder when it is not inside the server's own.
    func removeSocketFolder(unlessIn folder: String) {
        guard !socketFolder.hasPrefix(folder + "/") else { return }
        try? FileManager.default.removeItem(atPath: socketFolder)
    }
}
