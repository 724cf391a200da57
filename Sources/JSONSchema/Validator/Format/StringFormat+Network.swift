extension StringFormat {
    /// Four decimal numbers below 256 without leading zeros (RFC 2673, section 3.2).
    static func isIPv4(_ bytes: Bytes) -> Bool {
        var parts = 0
        var rest = bytes
        while true {
            let digits = rest.prefix(while: \.isDigit)
            guard (1...3).contains(digits.count) else { return false }
            if digits.count > 1, digits.first == .zero { return false }
            guard digits.reduce(0, { $0 * 10 + Int($1 &- 0x30) }) < 256 else { return false }
            parts += 1
            rest = rest[digits.endIndex...]
            guard let separator = rest.first else { return parts == 4 }
            guard separator == .point, parts < 4 else { return false }
            rest = rest.dropFirst()
        }
    }

    /// Eight groups of hexadecimal digits, `::` at most once, the last two perhaps as IPv4 (RFC 4291, section 2.2).
    static func isIPv6(_ bytes: Bytes) -> Bool {
        var rest = bytes
        var groups = 0
        var isCompressed = false
        if startsWithDoubleColon(rest) {
            isCompressed = true
            rest = rest.dropFirst(2)
            if rest.isEmpty { return true }
        }
        while true {
            let end = rest.firstIndex(of: .colon) ?? rest.endIndex
            let group = rest[..<end]
            if end == rest.endIndex, group.contains(.point) {
                guard isIPv4(group) else { return false }
                groups += 2
                break
            }
            guard (1...4).contains(group.count), group.allSatisfy({ $0.isHexadecimal }) else { return false }
            groups += 1
            rest = rest[end...]
            if rest.isEmpty || groups > 8 { break }
            if startsWithDoubleColon(rest) {
                guard !isCompressed else { return false }
                isCompressed = true
                rest = rest.dropFirst(2)
                if rest.isEmpty { break }
            } else {
                rest = rest.dropFirst()
            }
        }
        return isCompressed ? groups <= 7 : groups == 8
    }

    private static func startsWithDoubleColon(_ bytes: Bytes) -> Bool {
        bytes.starts(with: [.colon, .colon])
    }

    /// Labels of letters, digits and inner hyphens: 63 bytes each, 253 in all (RFC 1123, section 2.1).
    static func isHostname(_ bytes: Bytes) -> Bool {
        guard (1...253).contains(bytes.count) else { return false }
        let labels = bytes.split(separator: .point, omittingEmptySubsequences: false)
        return labels.allSatisfy(HostLabel.isValid)
    }

    /// A host name whose labels may be in Unicode and separated by any of the full stops of RFC 3490, section 3.1.
    static func isInternationalizedHostname(_ bytes: Bytes) -> Bool {
        let scalars = String(decoding: bytes, as: UTF8.self).unicodeScalars
        let labels = scalars.split(omittingEmptySubsequences: false) { scalar in
            scalar == "." || scalar == "\u{3002}" || scalar == "\u{FF0E}" || scalar == "\u{FF61}"
        }
        return scalars.count <= 253 && labels.allSatisfy(HostLabel.isValidInternationalized)
    }

    /// `local-part@domain`, the local part perhaps quoted, the domain perhaps an address (RFC 5321, section 4.1.2).
    static func isEmail(_ bytes: Bytes, allowsUnicode: Bool) -> Bool {
        guard let at = bytes.lastIndex(of: UInt8(ascii: "@")) else { return false }
        let local = bytes[..<at]
        let domain = bytes[(at + 1)...]
        guard (1...64).contains(local.count), isLocalPart(local, allowsUnicode: allowsUnicode) else { return false }
        if domain.first == UInt8(ascii: "["), domain.last == UInt8(ascii: "]") {
            return isAddressLiteral(domain.dropFirst().dropLast())
        }
        return allowsUnicode ? isInternationalizedHostname(domain) : isHostname(domain)
    }

    private static func isLocalPart(_ local: Bytes, allowsUnicode: Bool) -> Bool {
        if local.first == .quote {
            return local.count > 2 && local.last == .quote
                && isQuotedText(local.dropFirst().dropLast(), allowsUnicode: allowsUnicode)
        }
        return local.split(separator: .point, omittingEmptySubsequences: false)
            .allSatisfy { atom in
                !atom.isEmpty && atom.allSatisfy { isAtomByte($0) || (allowsUnicode && $0 >= 0x80) }
            }
    }

    /// RFC 5321 `QcontentSMTP`: printable bytes, a backslash before `"` and `\`.
    private static func isQuotedText(_ text: Bytes, allowsUnicode: Bool) -> Bool {
        var isEscaped = false
        for byte in text {
            guard (0x20...0x7E).contains(byte) || (allowsUnicode && byte >= 0x80) else { return false }
            if isEscaped {
                isEscaped = false
            } else if byte == .backslash {
                isEscaped = true
            } else if byte == .quote {
                return false
            }
        }
        return !isEscaped
    }

    /// RFC 5322 `atext`.
    private static func isAtomByte(_ byte: UInt8) -> Bool {
        switch byte {
        case _ where byte.isASCIIAlphanumeric: true
        case UInt8(ascii: "!"), UInt8(ascii: "#")...UInt8(ascii: "'"), UInt8(ascii: "*"), .plus: true
        case .minus, .slash, UInt8(ascii: "="), UInt8(ascii: "?"): true
        case UInt8(ascii: "^")...UInt8(ascii: "`"), UInt8(ascii: "{")...UInt8(ascii: "~"): true
        default: false
        }
    }

    private static func isAddressLiteral(_ literal: Bytes) -> Bool {
        let tag: [UInt8] = Array("IPv6:".utf8)
        guard literal.starts(with: tag) else { return isIPv4(literal) }
        return isIPv6(literal.dropFirst(tag.count))
    }
}
