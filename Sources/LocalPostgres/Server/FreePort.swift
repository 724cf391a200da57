import Glibc

/// A TCP port on 127.0.0.1 that nobody listens on.
package enum FreePort {
    /// Answers the preferred port when it is free, else one that the system chooses.
    ///
    /// Somebody else can still take it before it is used.
    package static func find(preferring wanted: UInt16 = 0) throws -> UInt16 {
        if let port = probe(wanted) { return port }
        guard let port = probe(0) else { throw LocalPostgresError("no TCP port on 127.0.0.1 is free") }
        return port
    }

    private static func probe(_ port: UInt16) -> UInt16? {
        let descriptor = socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        // As a server does it: a port with closed connections that linger is free.
        var reuse: CInt = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &reuse, socklen_t(MemoryLayout<CInt>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
            }
        }
        return isBound ? UInt16(bigEndian: address.sin_port) : nil
    }
}
