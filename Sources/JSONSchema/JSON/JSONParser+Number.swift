extension JSONParser {
    /// The characters a number may have: bounds the cost of exact arithmetic.
    static let maximumNumberLength = 16_384
    /// The digits an exponent may have, so that it fits in 64 bits with room for sums.
    static let maximumExponentLength = 18

    /// Reads the number that starts at `position`.
    mutating func number() throws(JSONFault) -> JSONNumber {
        let start = position
        if current == .minus { position += 1 }
        let firstDigit = position
        let magnitude = try integerPart()
        if current != .point, !current.isExponentMark {
            let digits = position - firstDigit
            let isNegative = firstDigit > start
            if digits <= 18, !(isNegative && magnitude == 0) {
                return JSONNumber(Int64(isNegative ? 0 - magnitude : magnitude))
            }
        }
        if current == .point { try fraction() }
        if current.isExponentMark { try exponent() }
        guard position - start <= Self.maximumNumberLength else {
            throw JSONFault(offset: start, reason: .numberTooLong(maximum: Self.maximumNumberLength))
        }
        let text = String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<position]), as: UTF8.self)
        return JSONNumber(grammatical: text)
    }

    /// Reads the digits before a point or an exponent, and gives their value modulo 2^64.
    private mutating func integerPart() throws(JSONFault) -> Int64 {
        guard current.isDigit else { throw fault(.expectedDigit) }
        if current == .zero {
            position += 1
            if current.isDigit { throw fault(.leadingZero) }
            return 0
        }
        var magnitude: Int64 = 0
        while current.isDigit {
            magnitude = magnitude &* 10 &+ Int64(current &- .zero)
            position += 1
        }
        return magnitude
    }

    private mutating func fraction() throws(JSONFault) {
        position += 1
        guard current.isDigit else { throw fault(.expectedDigit) }
        skipDigits()
    }

    private mutating func exponent() throws(JSONFault) {
        position += 1
        if current == .plus || current == .minus { position += 1 }
        guard current.isDigit else { throw fault(.expectedDigit) }
        while current == .zero { position += 1 }
        let start = position
        skipDigits()
        guard position - start <= Self.maximumExponentLength else {
            throw JSONFault(offset: start, reason: .exponentTooLong(maximum: Self.maximumExponentLength))
        }
    }

    private mutating func skipDigits() {
        while current.isDigit { position += 1 }
    }
}
