/// The grammar of event types' names and of the patterns that subscriptions name them with.
package enum EventTypeName {
    /// What a valid name looks like, for messages.
    package static let form = "1 to 256 letters, digits, '.', '_', '/' or '-', starting with a letter, a digit or '_'"
    /// The same as a regular expression of ECMA-262.
    package static let pattern = "^[A-Za-z0-9_][A-Za-z0-9._/-]{0,255}$"
    /// The namespace of Postrider's own events, in the tenant of the same name.
    package static let reservedPrefix = "postrider."

    /// Postrider's own events, which nobody declares.
    package static let operational: Set<String> = ["postrider.subscription.failing", "postrider.subscription.disabled"]

    /// Whether the text is a name; the table's CHECK says the same.
    package static func isValid(_ name: String) -> Bool {
        guard Limits.eventTypeCharacters.contains(name.utf8.count), let first = name.utf8.first else { return false }
        return first.isNameStart && name.utf8.allSatisfy(\.isNamePart)
    }

    /// Whether the name is in the namespace of Postrider's own events.
    package static func isReserved(_ name: String) -> Bool {
        name.hasPrefix(reservedPrefix)
    }

    /// Whether the text is a pattern: a name, a name's leading parts and `.*`, or `*`.
    package static func isPattern(_ text: String) -> Bool {
        if text == "*" { return true }
        guard text.hasSuffix(".*") else { return isValid(text) }
        return isValid(String(text.dropLast(2)))
    }

    /// Whether a pattern names one type, not all types of a prefix.
    package static func isExact(_ pattern: String) -> Bool {
        pattern != "*" && !pattern.hasSuffix(".*")
    }
}

extension UInt8 {
    fileprivate var isNameStart: Bool {
        switch self {
        case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, UInt8(ascii: "_"): true
        default: false
        }
    }

    fileprivate var isNamePart: Bool {
        isNameStart || self == UInt8(ascii: ".") || self == UInt8(ascii: "/") || self == UInt8(ascii: "-")
    }
}
