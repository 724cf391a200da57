/// The place of a value in a JSON document (RFC 6901): the way from the root, one token per level.
package struct JSONPointer: Hashable, Sendable {
    /// The names and indices on the way, unescaped.
    package var tokens: [String]

    /// Creates a pointer from unescaped tokens; without tokens it points to the root.
    package init(tokens: [String] = []) {
        self.tokens = tokens
    }

    /// Creates a pointer from its text, `/a~1b/0`; nil when it is neither empty nor starts with a slash, or when a
    /// tilde is followed by neither 0 nor 1.
    package init?(_ text: String) {
        guard !text.isEmpty else {
            self.init()
            return
        }
        guard text.utf8.first == .slash else { return nil }
        let escaped = text.utf8.dropFirst().split(separator: .slash, omittingEmptySubsequences: false)
        let tokens = escaped.compactMap { Self.unescape(Substring($0)) }
        guard tokens.count == escaped.count else { return nil }
        self.init(tokens: tokens)
    }

    /// Creates a pointer from the fragment of a URI (RFC 6901, section 6), without its `#`: percent escapes stand for
    /// the bytes of UTF-8.
    package init?(fragment: String) {
        guard let text = Self.decodePercents(in: fragment) else { return nil }
        self.init(text)
    }

    /// The place of the member `name` of the object at this place.
    package func appending(_ name: String) -> JSONPointer {
        JSONPointer(tokens: tokens + [name])
    }

    /// The place of an element of the array at this place.
    package func appending(_ index: Int) -> JSONPointer {
        appending(String(index))
    }
}

extension JSONPointer: CustomStringConvertible {
    /// The pointer's text.
    package var description: String {
        tokens.map { "/" + Self.escape($0) }.joined()
    }
}

extension JSONPointer {
    /// The token as it stands in a pointer's text: `~` becomes `~0` and `/` becomes `~1`.
    package static func escape(_ token: String) -> String {
        guard token.utf8.contains(where: { $0 == .tilde || $0 == .slash }) else { return token }
        var escaped = ""
        for scalar in token.unicodeScalars {
            switch scalar {
            case "~": escaped += "~0"
            case "/": escaped += "~1"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    private static func unescape(_ token: Substring) -> String? {
        guard token.utf8.contains(.tilde) else { return String(token) }
        var unescaped = ""
        var scalars = token.unicodeScalars.makeIterator()
        while let scalar = scalars.next() {
            guard scalar == "~" else {
                unescaped.unicodeScalars.append(scalar)
                continue
            }
            switch scalars.next() {
            case "0": unescaped += "~"
            case "1": unescaped += "/"
            default: return nil
            }
        }
        return unescaped
    }

    private static func decodePercents(in text: String) -> String? {
        guard text.utf8.contains(.percent) else { return text }
        var decoded: [UInt8] = []
        var bytes = text.utf8.makeIterator()
        while let byte = bytes.next() {
            guard byte == .percent else {
                decoded.append(byte)
                continue
            }
            guard let high = bytes.next()?.hexadecimalValue, let low = bytes.next()?.hexadecimalValue else {
                return nil
            }
            decoded.append(UInt8(high << 4 | low))
        }
        return String(validating: decoded, as: UTF8.self)
    }
}

extension JSON {
    /// The value at a place below this one, or nil when there is none.
    package subscript(pointer pointer: JSONPointer) -> JSON? {
        var value = self
        for token in pointer.tokens {
            guard let next = value.child(token) else { return nil }
            value = next
        }
        return value
    }

    /// The value at the place that a pointer's text names, or nil when there is none or the text is no pointer.
    package subscript(pointer text: String) -> JSON? {
        JSONPointer(text).flatMap { self[pointer: $0] }
    }

    private func child(_ token: String) -> JSON? {
        switch self {
        case .object: self[token]
        case .array: Self.index(token).flatMap { self[$0] }
        default: nil
        }
    }

    /// The index that a token stands for: digits without a leading zero.
    private static func index(_ token: String) -> Int? {
        guard token.utf8.allSatisfy(\.isDigit), token == "0" || token.utf8.first != .zero else { return nil }
        return Int(token)
    }
}

extension UInt8 {
    fileprivate static var percent: UInt8 { 0x25 }
    fileprivate static var tilde: UInt8 { 0x7E }
}
