/// One HTTP header field of a request or an answer.
package struct AttemptHeader: Sendable, Hashable {
    package var name: String
    package var value: String

    package init(name: String, value: String) {
        self.name = name
        self.value = value
    }

    /// Whether the name is this one; field names know no ASCII case (RFC 9110, section 5.1).
    package func isNamed(_ other: String) -> Bool {
        let (left, right) = (name.utf8, other.utf8)
        return left.count == right.count && zip(left, right).allSatisfy { $0.lowercasedASCII == $1.lowercasedASCII }
    }
}

extension UInt8 {
    fileprivate var lowercasedASCII: UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self) ? self | 0x20 : self
    }
}
