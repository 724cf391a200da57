/// A block of addresses that is not part of the public internet, hence refused by default.
package struct SpecialNetwork: Sendable, Equatable {
    package let network: Network
    /// What the block is, as a noun: "private network".
    package let kind: String
    /// Where that is written down.
    package let source: String

    package var description: String { "\(kind) \(network) (\(source))" }
}

extension SpecialNetwork {
    /// The refused blocks, narrower ones before the wider ones that contain them.
    ///
    /// They are the entries of the IANA special-purpose registries (RFC 6890) that are not globally reachable,
    /// multicast, and Azure's host address, which is special without an RFC. Of IPv6 only 2000::/3 is ever
    /// allocated to hosts: what remains is refused by the last line. Forms that embed an IPv4 address and are
    /// routed (mapped, translated, NAT64, 6to4) are judged by that address, not listed here.
    package static let table: [SpecialNetwork] = tableV4 + tableV6

    private static let tableV4 = [
        v4(0, 0, 0, 0, 8, "this network", "RFC 1122"),
        v4(10, 0, 0, 0, 8, "private network", "RFC 1918"),
        v4(100, 64, 0, 0, 10, "shared address space of carriers", "RFC 6598"),
        v4(127, 0, 0, 0, 8, "loopback", "RFC 1122"),
        v4(168, 63, 129, 16, 32, "Azure host address", "Azure documentation"),
        v4(169, 254, 0, 0, 16, "link-local network", "RFC 3927"),
        v4(172, 16, 0, 0, 12, "private network", "RFC 1918"),
        v4(192, 0, 0, 0, 24, "protocol assignments", "RFC 6890"),
        v4(192, 0, 2, 0, 24, "documentation network", "RFC 5737"),
        v4(192, 88, 99, 0, 24, "6to4 relays", "RFC 7526"),
        v4(192, 168, 0, 0, 16, "private network", "RFC 1918"),
        v4(198, 18, 0, 0, 15, "benchmark network", "RFC 2544"),
        v4(198, 51, 100, 0, 24, "documentation network", "RFC 5737"),
        v4(203, 0, 113, 0, 24, "documentation network", "RFC 5737"),
        v4(224, 0, 0, 0, 4, "multicast", "RFC 5771"),
        v4(255, 255, 255, 255, 32, "broadcast", "RFC 919"),
        v4(240, 0, 0, 0, 4, "reserved network", "RFC 1112"),
    ]

    private static let tableV6 = [
        v6(0, 128, "unspecified address", "RFC 4291"),
        v6(1, 128, "loopback", "RFC 4291"),
        v6(0, 96, "IPv4-compatible addresses", "RFC 4291"),
        v6(0x0064_ff9b_0001 << 80, 48, "local NAT64", "RFC 8215"),
        v6(0x0100 << 112, 64, "discard-only network", "RFC 6666"),
        v6(0x2001 << 112, 32, "Teredo", "RFC 4380"),
        v6(0x2001_0002 << 96, 48, "benchmark network", "RFC 5180"),
        v6(0x2001_0010 << 96, 28, "ORCHID", "RFC 4843"),
        v6(0x2001_0020 << 96, 28, "ORCHIDv2", "RFC 7343"),
        v6(0x2001 << 112, 23, "protocol assignments", "RFC 2928"),
        v6(0x2001_0db8 << 96, 32, "documentation network", "RFC 3849"),
        v6(0x3ffe << 112, 16, "returned 6bone", "RFC 3701"),
        v6(0x3fff << 112, 20, "documentation network", "RFC 9637"),
        v6(0x5f00 << 112, 16, "segment routing", "RFC 9602"),
        v6(0xfc00 << 112, 7, "private network", "RFC 4193"),
        v6(0xfe80 << 112, 10, "link-local network", "RFC 4291"),
        v6(0xfec0 << 112, 10, "site-local network", "RFC 3879"),
        v6(0xff00 << 112, 8, "multicast", "RFC 4291"),
    ]

    /// The only block of IPv6 from which addresses are given to hosts.
    package static let globalUnicastV6 = Network(base: IPAddress(v6: 0x2000 << 112), prefixLength: 3)

    /// What is outside `globalUnicastV6` and named by no other line.
    package static let unallocatedV6 = v6(0, 0, "unallocated addresses", "RFC 4291")

    private static func v4(
        _ a: UInt32,
        _ b: UInt32,
        _ c: UInt32,
        _ d: UInt32,
        _ length: Int,
        _ kind: String,
        _ source: String
    ) -> SpecialNetwork {
        let base = IPAddress(v4: a << 24 | b << 16 | c << 8 | d)
        return SpecialNetwork(network: Network(base: base, prefixLength: length), kind: kind, source: source)
    }

    private static func v6(_ bits: UInt128, _ length: Int, _ kind: String, _ source: String) -> SpecialNetwork {
        let base = IPAddress(v6: bits)
        return SpecialNetwork(network: Network(base: base, prefixLength: length), kind: kind, source: source)
    }
}
