/// A reader of absolute URLs: strict, and the same on every platform, unlike Foundation's.
struct URLText {
    private let bytes: [UInt8]

    /// - Throws: `AddressRefusal` when the text is empty, too long, or has bytes that no URL has.
    init(_ text: String) throws(AddressRefusal) {
        let bytes = Array(text.utf8)
        guard bytes.count <= AddressPolicy.maximumURLBytes else {
            throw AddressRefusal(
                .length,
                "the URL has \(bytes.count) bytes, more than \(AddressPolicy.maximumURLBytes)"
            )
        }
        guard bytes.allSatisfy({ $0 > 0x20 && $0 != 0x7f }) else {
            throw AddressRefusal(.characters, "the URL has a space or a control character: percent-encode it")
        }
        self.bytes = bytes
    }

    /// Splits the URL into the parts of a request.
    func target() throws(AddressRefusal) -> DeliveryTarget {
        let (scheme, start) = try scheme()
        let rest = bytes[start...]
        let authorityEnd = rest.firstIndex { Self.endsAuthority($0) } ?? rest.endIndex
        let authority = rest[..<authorityEnd]
        guard !authority.contains(UInt8(ascii: "@")) else {
            throw AddressRefusal(
                .userInfo,
                "the URL has user info before an '@': send credentials in a header of the subscription instead"
            )
        }
        let (host, portText) = try Self.split(authority)
        return DeliveryTarget(
            scheme: scheme,
            host: try HostText(host).host(),
            port: try Self.port(portText) ?? scheme.defaultPort,
            path: try Self.path(rest[authorityEnd...])
        )
    }

    private func scheme() throws(AddressRefusal) -> (DeliveryTarget.Scheme, Int) {
        let refusal = AddressRefusal(.scheme, "the URL must begin with https:// or http://")
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")) else { throw refusal }
        let name = String(decoding: bytes[..<colon], as: UTF8.self).lowercased()
        guard let scheme = DeliveryTarget.Scheme(rawValue: name) else { throw refusal }
        guard bytes[(colon + 1)...].starts(with: "//".utf8) else { throw refusal }
        return (scheme, colon + 3)
    }

    private static func endsAuthority(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "/") || byte == UInt8(ascii: "?") || byte == UInt8(ascii: "#")
    }

    private static func split(
        _ authority: ArraySlice<UInt8>
    ) throws(AddressRefusal) -> (host: ArraySlice<UInt8>, port: ArraySlice<UInt8>?) {
        let colon: Int?
        if authority.first == UInt8(ascii: "[") {
            guard let bracket = authority.firstIndex(of: UInt8(ascii: "]")) else {
                throw AddressRefusal(.host, "the IPv6 address in the URL has no closing ']'")
            }
            let after = authority.index(after: bracket)
            colon = after == authority.endIndex ? nil : after
        } else {
            colon = authority.firstIndex(of: UInt8(ascii: ":"))
        }
        guard let colon else { return (authority, nil) }
        guard authority[colon] == UInt8(ascii: ":") else {
            throw AddressRefusal(.host, "the URL has text between the IPv6 address and the port")
        }
        let port = authority[authority.index(after: colon)...]
        guard !port.contains(UInt8(ascii: ":")) else {
            throw AddressRefusal(.host, "the host of the URL has several ':': put an IPv6 address in brackets")
        }
        return (authority[..<colon], port)
    }

    private static func port(_ text: ArraySlice<UInt8>?) throws(AddressRefusal) -> Int? {
        guard let text else { return nil }
        let isNumber = (1...5).contains(text.count) && text.allSatisfy { (0x30...0x39).contains($0) }
        guard isNumber, text.first != 0x30, let port = UInt16(String(decoding: text, as: UTF8.self)) else {
            throw AddressRefusal(.port, "the port of the URL is not a number in 1...65535 without leading zeros")
        }
        return Int(port)
    }

    private static func path(_ text: ArraySlice<UInt8>) throws(AddressRefusal) -> String {
        var index = text.startIndex
        while index < text.endIndex {
            let byte = text[index]
            if byte == UInt8(ascii: "#") {
                throw AddressRefusal(
                    .fragment,
                    "the URL has a fragment, which is never sent: leave out '#' and the rest"
                )
            }
            if byte == UInt8(ascii: "%") {
                guard text[(index + 1)...].prefix(2).count(where: \.isHexDigit) == 2 else {
                    throw AddressRefusal(.characters, "a '%' in the URL is not followed by two hexadecimal digits")
                }
            } else if !byte.isPathOrQuery {
                let shown = byte < 0x7f ? "'\(UnicodeScalar(byte))'" : "a character that is not ASCII"
                throw AddressRefusal(.characters, "the path or query of the URL has \(shown): percent-encode it")
            }
            index += 1
        }
        let string = String(decoding: text, as: UTF8.self)
        return string.hasPrefix("/") ? string : "/" + string
    }
}

extension UInt8 {
    /// A digit or a letter, ASCII.
    var isAlphanumeric: Bool {
        switch self {
        case 0x30...0x39, 0x41...0x5a, 0x61...0x7a: true
        default: false
        }
    }

    fileprivate var isHexDigit: Bool {
        switch self {
        case 0x30...0x39, 0x41...0x46, 0x61...0x66: true
        default: false
        }
    }

    /// `pchar`, `/` and `?` of RFC 3986, sections 3.3 and 3.4, without the percent sign.
    fileprivate var isPathOrQuery: Bool {
        isAlphanumeric || "-._~!$&'()*+,;=:@/?".utf8.contains(self)
    }
}
