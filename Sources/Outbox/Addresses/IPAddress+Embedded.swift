extension IPAddress {
    /// The IPv4 address that packets to this IPv6 address may end at: of the mapped, compatible, translated, NAT64 and 6to4 forms.
    ///
    /// Teredo (2001::/32) names two IPv4 addresses, neither of which is its end, and local NAT64 (64:ff9b:1::/48)
    /// puts one at a place that its operator chooses: both are refused whole instead.
    package var embedded: IPAddress? {
        guard family == .v6 else { return nil }
        switch bits >> 32 {
        case 0 where bits > 1: return IPAddress(v4: UInt32(truncatingIfNeeded: bits))
        case Self.mappedPrefix, Self.translatedPrefix, Self.nat64Prefix:
            return IPAddress(v4: UInt32(truncatingIfNeeded: bits))
        default: break
        }
        guard bits >> 112 == Self.sixToFourPrefix else { return nil }
        return IPAddress(v4: UInt32(truncatingIfNeeded: bits >> 80))
    }

    /// The upper 96 bits of ::ffff:0:0/96 (RFC 4291, section 2.5.5.2).
    package static let mappedPrefix: UInt128 = 0xffff
    /// The upper 96 bits of ::ffff:0:0:0/96 (RFC 2765, section 2.1).
    private static let translatedPrefix: UInt128 = 0xffff_0000
    /// The upper 96 bits of 64:ff9b::/96 (RFC 6052, section 2.1).
    private static let nat64Prefix: UInt128 = 0x0064_ff9b << 64
    /// The upper 16 bits of 2002::/16 (RFC 3056, section 2).
    private static let sixToFourPrefix: UInt128 = 0x2002
}
