extension StringFormat {
    /// 8-4-4-4-12 hexadecimal digits in either case (RFC 4122, section 3).
    static func isUUID(_ bytes: Bytes) -> Bool {
        guard bytes.count == 36 else { return false }
        for (position, byte) in bytes.enumerated() {
            let isValid =
                switch position {
                case 8, 13, 18, 23: byte == .minus
                default: byte.isHexadecimal
                }
            guard isValid else { return false }
        }
        return true
    }

    /// Empty, or tokens that each follow a slash; `~` only as `~0` and `~1` (RFC 6901, section 3).
    static func isJSONPointer(_ bytes: Bytes) -> Bool {
        guard let first = bytes.first else { return true }
        guard first == .slash else { return false }
        var isEscape = false
        for byte in bytes {
            if isEscape, byte != .zero, byte != UInt8(ascii: "1") { return false }
            isEscape = byte == UInt8(ascii: "~")
        }
        return !isEscape
    }

    /// Levels to go up, perhaps an index to add, then `#` or a pointer.
    static func isRelativeJSONPointer(_ bytes: Bytes) -> Bool {
        guard let levels = decimal(bytes) else { return false }
        var rest = bytes[levels.endIndex...]
        if let sign = rest.first, sign == .plus || sign == .minus {
            guard let shift = decimal(rest.dropFirst()), shift.first != .zero else { return false }
            rest = rest[shift.endIndex...]
        }
        return rest.elementsEqual([UInt8(ascii: "#")]) || isJSONPointer(rest)
    }

    /// The digits at the start, when they make a number without leading zeros.
    private static func decimal(_ bytes: Bytes) -> Bytes? {
        let digits = bytes.prefix(while: \.isDigit)
        guard let first = digits.first, first != .zero || digits.count == 1 else { return nil }
        return digits
    }
}
