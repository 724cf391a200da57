/// Questions about single bytes of ASCII text, beside those that JSON's grammar asks.
extension UInt8 {
    /// Whether the byte is one of `A` to `Z` or `a` to `z`.
    var isASCIILetter: Bool {
        (self | 0x20) &- 0x61 < 26
    }

    /// Whether the byte is a letter or a digit.
    var isASCIIAlphanumeric: Bool {
        isDigit || isASCIILetter
    }

    /// Whether the byte is a digit of a hexadecimal number, in either case.
    var isHexadecimal: Bool {
        hexadecimalValue != nil
    }
}
