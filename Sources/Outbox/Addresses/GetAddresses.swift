#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Asks `getaddrinfo(3)`, in the order of RFC 6724; blocks the thread.
func getAddresses(host: String, port: Int, limit: Int) throws(ResolveError) -> [IPAddress] {
    var hints = addrinfo()
    hints.ai_family = AF_UNSPEC
    #if canImport(Glibc)
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    #else
    hints.ai_socktype = SOCK_STREAM
    #endif
    var list: UnsafeMutablePointer<addrinfo>?
    let status = getaddrinfo(host, String(port), &hints, &list)
    defer { if let list { freeaddrinfo(list) } }
    guard status == 0 else { throw ResolveError(status: status) }
    var addresses: [IPAddress] = []
    var next = list
    while let entry = next?.pointee, addresses.count < limit {
        if let address = IPAddress(entry.ai_addr), !addresses.contains(address) { addresses.append(address) }
        next = entry.ai_next
    }
    guard !addresses.isEmpty else { throw ResolveError(.notFound, "the host name has no addresses") }
    return addresses
}

extension ResolveError {
    fileprivate init(status: Int32) {
        if status == EAI_NONAME || Self.withoutAddresses.contains(status) {
            self.init(.notFound, "the host name does not exist or has no addresses")
        } else {
            self.init(.unavailable, "the name server gave no answer for the host name")
        }
    }
}

extension ResolveError {
    #if canImport(Glibc)
    /// EAI_NODATA and EAI_ADDRFAMILY of <netdb.h>, which the module map of glibc leaves out.
    private static let withoutAddresses: [Int32] = [-5, -9]
    #else
    private static let withoutAddresses: [Int32] = []
    #endif
}

extension IPAddress {
    fileprivate init?(_ address: UnsafeMutablePointer<sockaddr>?) {
        guard let address else { return nil }
        switch Int32(address.pointee.sa_family) {
        case AF_INET:
            let bytes = address.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { $0.pointee.sin_addr }
            self.init(bytes: withUnsafeBytes(of: bytes) { Array($0) })
        case AF_INET6:
            let bytes = address.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) { $0.pointee.sin6_addr }
            self.init(bytes: withUnsafeBytes(of: bytes) { Array($0) })
        default:
            return nil
        }
    }
}
