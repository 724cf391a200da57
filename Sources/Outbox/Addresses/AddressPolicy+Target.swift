extension AddressPolicy {
    /// The most bytes of a URL: what receivers and proxies commonly accept.
    package static let maximumURLBytes = 2048

    /// Reads a URL and refuses what no resolution of its host could permit.
    ///
    /// The syntax is RFC 3986 without user info and fragment, schemes `http` and `https`. Hosts are ASCII names of
    /// letters, digits, `-` and `_`, bracketed IPv6 addresses without zone, and whatever `inet_aton` reads as an IPv4
    /// address (`127.1`, `0x7f.1`, `2130706433`), since resolvers do too. A port beyond the ordinary ones is
    /// refused here only if no network is allowed: else it depends on the address.
    ///
    /// - Throws: `AddressRefusal`, which says what to change.
    package func target(of url: String) throws(AddressRefusal) -> DeliveryTarget {
        let target = try URLText(url).target()
        if case .address(let address) = target.host {
            if let refusal = refusal(of: address, port: target.port) { throw refusal }
        } else if allowed.isEmpty, !Self.isOrdinary(port: target.port) {
            throw Self.portRefusal(target.port)
        }
        return target
    }
}
