extension JSONNumber {
    /// Whether the value is an integer times `divisor`, exactly: 0.3 is a multiple of 0.1.
    ///
    /// Only zero is a multiple of zero. The cost grows with the product of the digits of both, not with the exponents.
    public func isMultiple(of divisor: JSONNumber) -> Bool {
        if case .integer(let value) = storage, case .integer(let divisor) = divisor.storage {
            return value.isMultiple(of: divisor)
        }
        return DecimalDigits(self).isMultiple(of: DecimalDigits(divisor))
    }
}

extension DecimalDigits {
    func isMultiple(of divisor: DecimalDigits) -> Bool {
        guard !digits.isEmpty else { return true }
        // Where the divisor has the greater exponent, only a last digit 0 could make up for it, and there is none.
        guard !divisor.digits.isEmpty, exponent >= divisor.exponent else { return false }
        // Let the divisor's digits be 2^i * 5^j * c with c coprime to 10. They divide `digits * 10^k` when c divides
        // `digits`, 2^i divides `digits * 2^k` and 5^j divides `digits * 5^k`: zeros beyond max(i, j) change nothing,
        // and neither i nor j exceeds the divisor's length in bits, which is below four times that in digits.
        let zeros = min(exponent - divisor.exponent, 4 * divisor.digits.count)
        let dividend = digits + repeatElement(0, count: zeros)
        return LongDivision.hasNoRemainder(dividend, by: divisor.digits)
    }
}
