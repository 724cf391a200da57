#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// The host of a URL: a name, a bracketed IPv6 address, or one of the spellings of an IPv4 address.
struct HostText {
    private let text: String

    /// - Throws: `AddressRefusal` when the host is empty or not ASCII.
    init(_ bytes: ArraySlice<UInt8>) throws(AddressRefusal) {
        guard !bytes.isEmpty else { throw AddressRefusal(.host, "the URL names no host") }
        guard bytes.allSatisfy({ $0 < 0x80 }) else {
            throw AddressRefusal(.host, "the host of the URL is not ASCII: write it in punycode (xn--...)")
        }
        text = String(decoding: bytes, as: UTF8.self).lowercased()
    }

    func host() throws(AddressRefusal) -> DeliveryTarget.Host {
        if text.hasPrefix("[") { return .address(try addressV6()) }
        let name = text.hasSuffix(".") ? String(text.dropLast()) : text
        let labels = name.split(separator: ".", omittingEmptySubsequences: false)
        try Self.check(name, labels)
        guard labels.last?.isNumeric ?? false else { return .name(name) }
        guard let address = Self.addressV4(name) else {
            throw AddressRefusal(.host, "the host of the URL ends in a number but is not an IPv4 address")
        }
        return .address(address)
    }

    private func addressV6() throws(AddressRefusal) -> IPAddress {
        let inner = String(text.dropFirst().dropLast())
        guard !inner.contains("%") else {
            throw AddressRefusal(.host, "the IPv6 address in the URL has a zone: leave out '%' and the rest")
        }
        guard let address = IPAddress(inner), address.family == .v6 else {
            throw AddressRefusal(.host, "the text in brackets in the URL is not an IPv6 address")
        }
        return address
    }

    /// RFC 1035 section 2.3.4, with the underscore that containers and service records have.
    private static func check(_ name: String, _ labels: [Substring]) throws(AddressRefusal) {
        guard labels.allSatisfy({ (1...63).contains($0.utf8.count) }), name.utf8.count <= 253 else {
            throw AddressRefusal(.host, "the host of the URL has an empty part, one over 63 bytes, or over 253 in all")
        }
        let isName = labels.allSatisfy { label in
            label.utf8.allSatisfy { $0.isAlphanumeric || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") }
        }
        guard isName else {
            throw AddressRefusal(
                .host,
                "the host of the URL has other characters than letters, digits, '-', '_' and '.'"
            )
        }
    }

    /// What the system's resolver makes of one to four decimal, octal or hexadecimal numbers.
    private static func addressV4(_ text: String) -> IPAddress? {
        var address = in_addr()
        guard inet_aton(text, &address) != 0 else { return nil }
        return IPAddress(v4: UInt32(bigEndian: address.s_addr))
    }
}

extension Substring {
    /// Decimal, octal or hexadecimal by its look; such a last label never is a top-level domain.
    fileprivate var isNumeric: Bool {
        if hasPrefix("0x") { return dropFirst(2).utf8.allSatisfy { UnicodeScalar($0).properties.isASCIIHexDigit } }
        return utf8.allSatisfy { (0x30...0x39).contains($0) }
    }
}
