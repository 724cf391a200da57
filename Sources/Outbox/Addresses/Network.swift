/// A block of addresses, written in CIDR notation: `10.0.0.0/8`, `fd00::/8`.
package struct Network: Sendable, Hashable {
    /// The first address of the block.
    package let base: IPAddress
    /// The leading bits that an address shares with the block: 0 to 32, or to 128.
    package let prefixLength: Int

    /// Reads CIDR notation; an address without `/` is the block of that one address.
    ///
    /// - Throws: `NetworkError`, which quotes the text and says how to write it.
    package init(_ text: String) throws(NetworkError) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first, let base = IPAddress(String(first)) else {
            throw NetworkError(text: text, reason: "it needs an IPv4 or IPv6 address before the '/'")
        }
        let length = parts.count == 1 ? base.family.bitCount : Self.prefixLength(of: parts[1])
        guard let length, length <= base.family.bitCount else {
            throw NetworkError(text: text, reason: "its prefix length is not in 0...\(base.family.bitCount)")
        }
        let start = base.masked(to: length)
        guard start == base else {
            throw NetworkError(text: text, reason: "bits beyond its prefix are set; write \(start)/\(length)")
        }
        self.base = base
        prefixLength = length
    }

    package init(base: IPAddress, prefixLength: Int) {
        let length = min(max(prefixLength, 0), base.family.bitCount)
        self.base = base.masked(to: length)
        self.prefixLength = length
    }

    /// Whether the address is of this family and in this block; embedded IPv4 addresses are not looked at.
    package func contains(_ address: IPAddress) -> Bool {
        address.family == base.family && address.masked(to: prefixLength) == base
    }

    private static func prefixLength(of text: Substring) -> Int? {
        let digits = text.utf8
        let isCanonical = (1...3).contains(digits.count) && (digits.first != UInt8(ascii: "0") || digits.count == 1)
        guard isCanonical, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return Int(text)
    }
}

extension Network: CustomStringConvertible {
    package var description: String { "\(base)/\(prefixLength)" }
}

extension IPAddress {
    /// The address with all bits but the first `length` cleared.
    fileprivate func masked(to length: Int) -> IPAddress {
        let shift = UInt128(family.bitCount - length)
        let kept = (bits >> shift) << shift
        return family == .v4 ? IPAddress(v4: UInt32(truncatingIfNeeded: kept)) : IPAddress(v6: kept)
    }
}

/// A text that is no network in CIDR notation.
package struct NetworkError: Error, Equatable, CustomStringConvertible {
    /// The text, cut to 64 characters.
    package let text: String
    package let reason: String

    package init(text: String, reason: String) {
        self.text = String(text.prefix(64))
        self.reason = reason
    }

    package var description: String {
        "'\(text)' is not a network in CIDR notation such as 10.0.0.0/8 or fd00::/8: \(reason)"
    }
}
