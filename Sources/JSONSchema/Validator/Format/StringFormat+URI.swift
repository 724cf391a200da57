extension StringFormat {
    /// A URI, or with `allowsUnicode` an IRI: every character allowed where it stands (RFC 3986, RFC 3987).
    ///
    /// Absolute is one with a scheme; without `isAbsolute`, the text may also be a relative reference.
    static func isURI(_ bytes: Bytes, isAbsolute: Bool, allowsUnicode: Bool) -> Bool {
        let characters = URICharacters(allowsUnicode: allowsUnicode)
        var rest = bytes
        if let hash = rest.firstIndex(of: UInt8(ascii: "#")) {
            guard characters.allow(rest[(hash + 1)...], beside: "/?:@") else { return false }
            rest = rest[..<hash]
        }
        if let mark = rest.firstIndex(of: UInt8(ascii: "?")) {
            guard characters.allow(rest[(mark + 1)...], beside: "/?:@") else { return false }
            rest = rest[..<mark]
        }
        let segment = rest.prefix { $0 != .slash }
        if let colon = segment.firstIndex(of: .colon) {
            // Without a scheme, the first segment of a path has no colon.
            guard isScheme(segment[..<colon]) else { return false }
            rest = rest[(colon + 1)...]
        } else if isAbsolute {
            return false
        }
        if rest.starts(with: [.slash, .slash]) {
            let authority = rest.dropFirst(2).prefix { $0 != .slash }
            guard isAuthority(authority, characters) else { return false }
            rest = rest[authority.endIndex...]
        }
        return characters.allow(rest, beside: "/:@")
    }

    private static func isScheme(_ bytes: Bytes) -> Bool {
        guard let first = bytes.first, first.isASCIILetter else { return false }
        return bytes.allSatisfy { $0.isASCIIAlphanumeric || $0 == .plus || $0 == .minus || $0 == .point }
    }

    /// `userinfo@host:port` (RFC 3986, section 3.2).
    private static func isAuthority(_ bytes: Bytes, _ characters: URICharacters) -> Bool {
        var host = bytes
        if let at = host.lastIndex(of: UInt8(ascii: "@")) {
            guard characters.allow(host[..<at], beside: ":") else { return false }
            host = host[(at + 1)...]
        }
        let afterHost: Bytes
        if host.first == .openBracket {
            guard let close = host.firstIndex(of: .closeBracket), isIPLiteral(host[..<close].dropFirst()) else {
                return false
            }
            afterHost = host[(close + 1)...]
        } else {
            let name = host.prefix { $0 != .colon }
            guard characters.allow(name, beside: "") else { return false }
            afterHost = host[name.endIndex...]
        }
        return afterHost.isEmpty || (afterHost.first == .colon && afterHost.dropFirst().allSatisfy(\.isDigit))
    }

    /// What stands between the brackets: an IPv6 address or `v<hex>.<characters>`.
    private static func isIPLiteral(_ bytes: Bytes) -> Bool {
        guard let first = bytes.first, first | 0x20 == UInt8(ascii: "v") else { return isIPv6(bytes) }
        let version = bytes.dropFirst().prefix(while: \.isHexadecimal)
        let address = bytes[version.endIndex...]
        return !version.isEmpty && address.first == .point && address.count > 1
            && URICharacters(allowsUnicode: false).allow(address.dropFirst(), beside: ":", allowsEscapes: false)
    }

    /// Literals and `{expressions}` (RFC 6570, section 2).
    static func isURITemplate(_ bytes: Bytes) -> Bool {
        var rest = bytes
        while let byte = rest.first {
            switch byte {
            case .openBrace:
                guard let close = rest.firstIndex(of: .closeBrace), isExpression(rest[..<close].dropFirst()) else {
                    return false
                }
                rest = rest[(close + 1)...]
            case UInt8(ascii: "%"):
                guard rest.dropFirst().prefix(2).count(where: \.isHexadecimal) == 2 else { return false }
                rest = rest.dropFirst(3)
            case 0...0x20, .quote, UInt8(ascii: "'"), UInt8(ascii: "<"), UInt8(ascii: ">"), .backslash,
                UInt8(ascii: "^"), UInt8(ascii: "`"), UInt8(ascii: "|"), .closeBrace, 0x7F:
                return false
            default:
                rest = rest.dropFirst()
            }
        }
        return true
    }

    /// An operator, if any, and variables with their modifiers between commas.
    private static func isExpression(_ bytes: Bytes) -> Bool {
        let operators = Array("+#./;?&=,!@|".utf8)
        let variables = bytes.first.map(operators.contains) == true ? bytes.dropFirst() : bytes
        return variables.split(separator: .comma, omittingEmptySubsequences: false).allSatisfy(isVariable)
    }

    private static func isVariable(_ bytes: Bytes) -> Bool {
        var name = bytes
        if name.last == UInt8(ascii: "*") {
            name = name.dropLast()
        } else if let colon = name.firstIndex(of: .colon) {
            let length = name[(colon + 1)...]
            guard (1...4).contains(length.count), length.first != .zero, length.allSatisfy(\.isDigit) else {
                return false
            }
            name = name[..<colon]
        }
        return name.split(separator: .point, omittingEmptySubsequences: false)
            .allSatisfy { part in
                !part.isEmpty && URICharacters.areEscaped(part) { $0.isASCIIAlphanumeric || $0 == UInt8(ascii: "_") }
            }
    }
}

/// The characters that may stand in the parts of a URI.
private struct URICharacters {
    /// Whether the characters beyond ASCII are allowed, as in an IRI.
    let allowsUnicode: Bool

    /// Whether all is unreserved, a sub-delimiter, percent-encoded or one of `others` (RFC 3986, section 2).
    func allow(
        _ bytes: Slice<UnsafeBufferPointer<UInt8>>,
        beside others: StaticString,
        allowsEscapes: Bool = true
    ) -> Bool {
        if !allowsEscapes, bytes.contains(UInt8(ascii: "%")) { return false }
        return Self.areEscaped(bytes) { byte in
            switch byte {
            case _ where byte.isASCIIAlphanumeric: true
            case .minus, .point, UInt8(ascii: "_"), UInt8(ascii: "~"): true
            case UInt8(ascii: "!"), UInt8(ascii: "$"), UInt8(ascii: "&")...UInt8(ascii: ","): true
            case UInt8(ascii: ";"), UInt8(ascii: "="): true
            case 0x80...: allowsUnicode
            default: others.withUTF8Buffer { $0.contains(byte) }
            }
        }
    }

    /// Whether each byte is allowed or begins `%` and two hexadecimal digits.
    static func areEscaped(_ bytes: Slice<UnsafeBufferPointer<UInt8>>, or isAllowed: (UInt8) -> Bool) -> Bool {
        var index = bytes.startIndex
        while index < bytes.endIndex {
            if bytes[index] == UInt8(ascii: "%") {
                guard bytes[index...].dropFirst().prefix(2).count(where: \.isHexadecimal) == 2 else { return false }
                index += 3
            } else {
                guard isAllowed(bytes[index]) else { return false }
                index += 1
            }
        }
        return true
    }
}
