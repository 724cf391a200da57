#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// An IPv4 or IPv6 address, without port and without zone.
package struct IPAddress: Sendable, Hashable {
    package enum Family: Sendable, Hashable {
        case v4
        case v6

        /// 32 or 128.
        package var bitCount: Int {
            self == .v4 ? 32 : 128
        }
    }

    package let family: Family
    /// The address as a number; an IPv4 address fills the lowest 32 bits.
    package let bits: UInt128

    package init(v4 bits: UInt32) {
        family = .v4
        self.bits = UInt128(bits)
    }

    package init(v6 bits: UInt128) {
        family = .v6
        self.bits = bits
    }

    /// The address of 4 or 16 bytes in network order; nil for any other count.
    package init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 4 || bytes.count == 16 else { return nil }
        family = bytes.count == 4 ? .v4 : .v6
        bits = bytes.reduce(0) { $0 << 8 | UInt128($1) }
    }

    /// The address of its strict text: four decimal numbers, or RFC 4291 section 2.2; no zone, no brackets, no spaces.
    package init?(_ text: String) {
        // A NUL would end the text for inet_pton, not for its caller.
        guard !text.utf8.contains(0) else { return nil }
        var bytes: [UInt8] = Array(repeating: 0, count: 16)
        if inet_pton(AF_INET, text, &bytes) == 1 {
            self.init(bytes: bytes.prefix(4))
        } else if inet_pton(AF_INET6, text, &bytes) == 1 {
            self.init(bytes: bytes)
        } else {
            return nil
        }
    }

    /// The 4 or 16 bytes in network order.
    package var bytes: [UInt8] {
        stride(from: family.bitCount - 8, through: 0, by: -8).map { UInt8(truncatingIfNeeded: bits >> UInt128($0)) }
    }
}

extension IPAddress: CustomStringConvertible {
    /// Dotted decimal, or the canonical text of RFC 5952.
    package var description: String {
        var text: [CChar] = Array(repeating: 0, count: Int(INET6_ADDRSTRLEN))
        let written = inet_ntop(family == .v4 ? AF_INET : AF_INET6, bytes, &text, socklen_t(text.count))
        guard written != nil else { return "?" }
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
