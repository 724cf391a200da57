/// Division of decimal integers of any length.
enum LongDivision {
    /// Whether `divisor` divides `dividend`; both are digits from 0 to 9, most significant first, `divisor` without
    /// leading zeros and not empty.
    static func hasNoRemainder(_ dividend: [UInt8], by divisor: [UInt8]) -> Bool {
        // 19 digits fit in 64 bits, so a remainder followed by 18 more digits fits in 128.
        divisor.count <= 19
            ? remainder(dividend, by: value(of: divisor[...])) == 0
            : remainderIsZero(limbs(of: dividend), by: limbs(of: divisor))
    }

    private static func value(of digits: ArraySlice<UInt8>) -> UInt128 {
        UInt128(digits.reduce(0 as UInt64) { $0 &* 10 &+ UInt64($1) })
    }

    private static func remainder(_ dividend: [UInt8], by divisor: UInt128) -> UInt128 {
        var remainder: UInt128 = 0
        var start = 0
        while start < dividend.count {
            let end = min(start + 18, dividend.count)
            let scale = (start..<end).reduce(1 as UInt128) { scale, _ in scale * 10 }
            remainder = (remainder * scale + value(of: dividend[start..<end])) % divisor
            start = end
        }
        return remainder
    }
}

/// Knuth, The Art of Computer Programming, volume 2, section 4.3.1, algorithm D, with limbs of nine decimal digits.
extension LongDivision {
    private static let base: Int64 = 1_000_000_000

    /// The limbs of a number, least significant first.
    private static func limbs(of digits: [UInt8]) -> [Int64] {
        stride(from: digits.count, to: 0, by: -9)
            .map { end in
                Int64(value(of: digits[max(0, end - 9)..<end]))
            }
    }

    /// Whether `divisor`, of at least two limbs and with a highest limb that is not 0, divides `dividend`.
    private static func remainderIsZero(_ dividend: [Int64], by divisor: [Int64]) -> Bool {
        let scale = base / (divisor[divisor.count - 1] + 1)
        let divisor = scaled(divisor, by: scale).dropLast()
        var rest = scaled(dividend, by: scale)
        guard rest.count > divisor.count else { return rest.allSatisfy { $0 == 0 } }
        for shift in (0..<rest.count - divisor.count).reversed() {
            let quotient = estimate(rest, divisor, shift)
            if subtract(divisor, times: quotient, from: &rest, shift: shift) {
                addBack(divisor, to: &rest, shift: shift)
            }
        }
        return rest.allSatisfy { $0 == 0 }
    }

    /// The number times `scale`, with one limb more.
    private static func scaled(_ limbs: [Int64], by scale: Int64) -> [Int64] {
        var carry: Int64 = 0
        var product = limbs.map { limb in
            let (high, low) = (limb * scale + carry).quotientAndRemainder(dividingBy: base)
            carry = high
            return low
        }
        product.append(carry)
        return product
    }

    /// One limb of the quotient, or that plus one (step D3).
    private static func estimate(_ rest: [Int64], _ divisor: ArraySlice<Int64>, _ shift: Int) -> Int64 {
        let top = shift + divisor.count
        let highest = divisor[divisor.count - 1]
        let second = divisor[divisor.count - 2]
        var (quotient, remainder) = (rest[top] * base + rest[top - 1]).quotientAndRemainder(dividingBy: highest)
        while remainder < base, quotient >= base || quotient * second > remainder * base + rest[top - 2] {
            quotient -= 1
            remainder += highest
        }
        return quotient
    }

    /// Subtracts (step D4), and says whether the result is negative, that is, whether the estimate was one too high.
    private static func subtract(
        _ divisor: ArraySlice<Int64>,
        times quotient: Int64,
        from rest: inout [Int64],
        shift: Int
    ) -> Bool {
        var borrow: Int64 = 0
        for (place, limb) in divisor.enumerated() {
            let difference = rest[shift + place] - limb * quotient - borrow
            // Rounds towards minus infinity, so that each limb stays within 0 ..< base.
            borrow = difference >= 0 ? 0 : (base - 1 - difference) / base
            rest[shift + place] = difference + borrow * base
        }
        rest[shift + divisor.count] -= borrow
        return rest[shift + divisor.count] < 0
    }

    /// Takes back one subtraction too many (step D6).
    private static func addBack(_ divisor: ArraySlice<Int64>, to rest: inout [Int64], shift: Int) {
        var carry: Int64 = 0
        for (place, limb) in divisor.enumerated() {
            let (high, low) = (rest[shift + place] + limb + carry).quotientAndRemainder(dividingBy: base)
            rest[shift + place] = low
            carry = high
        }
        rest[shift + divisor.count] += carry
    }
}
