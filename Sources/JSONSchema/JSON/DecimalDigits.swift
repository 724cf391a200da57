/// A number's value in the one form that equal values share: sign, significant digits, exponent.
///
/// The value is `digits * 10^exponent`, and `digits` has no zero at either end. Zero has no digits, no sign and the
/// exponent 0.
struct DecimalDigits: Hashable {
    private(set) var isNegative = false
    /// Values from 0 to 9, most significant first.
    private(set) var digits: [UInt8] = []
    private(set) var exponent = 0

    init(_ number: JSONNumber) {
        var text = number.text
        text.withUTF8 { bytes in
            read(bytes)
        }
        normalise()
    }

    /// Reads text that follows JSON's grammar.
    private mutating func read(_ bytes: UnsafeBufferPointer<UInt8>) {
        digits.reserveCapacity(bytes.count)
        var fractionDigits = 0
        var hasPoint = false
        for (index, byte) in bytes.enumerated() {
            switch byte {
            case .minus:
                isNegative = true
            case .point:
                hasPoint = true
            case .zero ... .nine:
                digits.append(byte - .zero)
                if hasPoint { fractionDigits += 1 }
            default:
                // The exponent: `Int` reads its sign and any leading zeros, and the parser bounds its length.
                exponent = Int(String(decoding: bytes[(index + 1)...], as: UTF8.self)) ?? 0
                exponent -= fractionDigits
                return
            }
        }
        exponent = -fractionDigits
    }

    private mutating func normalise() {
        let leading = digits.prefix { $0 == 0 }.count
        guard leading < digits.count else {
            self = DecimalDigits.zero
            return
        }
        let trailing = digits.reversed().prefix { $0 == 0 }.count
        digits.removeLast(trailing)
        digits.removeFirst(leading)
        exponent += trailing
    }

    private init() {}

    private static let zero = DecimalDigits()
}

extension DecimalDigits {
    var isIntegral: Bool {
        exponent >= 0
    }

    /// The power of ten of the most significant digit, plus one: 3 for 123, 0 for 0.5.
    private var magnitude: Int {
        exponent + digits.count
    }

    /// The value as an integer of type `T`, or nil when it has a fraction or does not fit.
    func integer<T: FixedWidthInteger>() -> T? {
        // 39 digits hold any 128-bit integer.
        guard isIntegral, magnitude <= 39 else { return nil }
        var value: T = 0
        for place in 0..<magnitude {
            let digit = place < digits.count ? T(digits[place]) : 0
            let (product, productOverflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, sumOverflow) =
                isNegative
                ? product.subtractingReportingOverflow(digit)
                : product.addingReportingOverflow(digit)
            guard !productOverflow, !sumOverflow else { return nil }
            value = sum
        }
        return value
    }
}

extension DecimalDigits: Comparable {
    static func < (lhs: DecimalDigits, rhs: DecimalDigits) -> Bool {
        guard lhs.sign == rhs.sign else { return lhs.sign < rhs.sign }
        return lhs.isNegative ? rhs.isCloserToZero(than: lhs) : lhs.isCloserToZero(than: rhs)
    }

    private var sign: Int {
        digits.isEmpty ? 0 : isNegative ? -1 : 1
    }

    private func isCloserToZero(than other: DecimalDigits) -> Bool {
        guard magnitude == other.magnitude else { return magnitude < other.magnitude }
        return digits.lexicographicallyPrecedes(other.digits)
    }
}
