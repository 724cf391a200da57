import Testing

@testable import JSONSchema

struct JSONNumberTests {
    private func number(_ text: String) throws -> JSONNumber {
        try #require(JSONNumber(text: text), "\(text)")
    }

    @Test(arguments: [
        "0", "-0", "-1", "1.50", "1E+2", "0.0e-00", "9223372036854775808", "1e999999999", "-0.1e999999999999999999",
    ])
    func theTextIsKept(_ text: String) throws {
        #expect(try number(text).text == text)
    }

    @Test(arguments: [
        "", "-", "+1", "01", "-01", "1.", ".5", "1e", "1e+", "0x1", " 1", "1 ", "1,0", "NaN", "Infinity", "1e1.0",
        "--1", "１",
    ])
    func whatIsNoNumberIsRefused(_ text: String) {
        #expect(JSONNumber(text: text) == nil)
    }

    @Test func lengthsAreBounded() {
        #expect(JSONNumber(text: String(repeating: "1", count: 16_384)) != nil)
        #expect(JSONNumber(text: String(repeating: "1", count: 16_385)) == nil)
        #expect(JSONNumber(text: "1e" + String(repeating: "9", count: 18)) != nil)
        #expect(JSONNumber(text: "1e" + String(repeating: "9", count: 19)) == nil)
        #expect(JSONNumber(text: "1e-" + String(repeating: "0", count: 100) + "1") == 0.1)
    }

    @Test(arguments: [
        (1.0, "1"), (-1.0, "-1"), (0.0, "0"), (-0.0, "-0.0"), (0.1, "0.1"), (1.5e300, "1.5e+300"),
        (.leastNonzeroMagnitude, "5e-324"),
        (1e15, "1000000000000000"),
        (9_007_199_254_740_991, "9007199254740991"), (1e17, "1e+17"), (.infinity, "1.7976931348623157e+308"),
        (-.infinity, "-1.7976931348623157e+308"), (.nan, "0"),
    ])
    func doublesGetTheirShortestDigits(_ value: Double, _ text: String) {
        #expect(JSONNumber(value).text == text)
        #expect(JSONNumber(exactly: value)?.text == (value.isFinite ? text : nil))
        if value.isFinite { #expect(JSONNumber(value).double == value) }
    }

    @Test func floatsGetTheirOwnShortestDigits() {
        #expect(JSONNumber(exactly: 0.1 as Float)?.text == "0.1")
        #expect(JSONNumber(exactly: Float.infinity) == nil)
    }

    @Test(
        arguments: [
            ("0", 0), ("-0.000", 0), ("0e99", 0), ("1.0", 1), ("2e2", 200), ("-1500e-2", -15),
            ("9223372036854775807", Int.max),
            ("-9223372036854775808", Int.min), ("92233720368547758070e-1", Int.max), ("9223372036854775808", nil),
            ("-9223372036854775809", nil), ("1.5", nil), ("1e-1", nil), ("1e19", nil), ("1e999999999999999999", nil),
            ("1e-999999999999999999", nil),
        ] as [(String, Int?)]
    )
    func integersAreReadFromAnyIntegralText(_ text: String, _ value: Int?) throws {
        #expect(try number(text).int == value)
    }

    @Test func integersOfEveryWidthAreExact() throws {
        #expect(try number("18446744073709551615").integer(as: UInt64.self) == .max)
        #expect(try number("18446744073709551616").integer(as: UInt64.self) == nil)
        #expect(try number("-1").integer(as: UInt8.self) == nil)
        #expect(try number("-1.0").integer(as: UInt8.self) == nil)
        #expect(try number("255.0").integer(as: UInt8.self) == 255)
        #expect(try number("-128.0").integer(as: Int8.self) == -128)
        #expect(try number("\(Int128.min)").integer(as: Int128.self) == .min)
        #expect(try number("\(UInt128.max)").integer(as: UInt128.self) == .max)
        #expect(try number("1\(UInt128.max)").integer(as: UInt128.self) == nil)
        #expect(JSONNumber(UInt64.max).text == "18446744073709551615")
        #expect(JSONNumber(UInt64.max).integer(as: UInt64.self) == .max)
    }

    @Test(arguments: [
        ("1", true), ("1.0", true), ("2e2", true), ("12.50e1", true), ("0.0", true), ("1e999999999", true),
        ("1.5", false), ("15e-1", false), ("150e-1", true), ("1e-999999999", false), ("0e-999999999", true),
    ])
    func integralityIsThatOfTheValue(_ text: String, _ isInteger: Bool) throws {
        #expect(try number(text).isInteger == isInteger)
    }

    @Test(arguments: [
        ("-1", "1"), ("-1", "0"), ("0", "1"), ("1", "2"), ("-2", "-1"), ("9", "10"), ("0.1", "0.11"), ("0.09", "0.1"),
        ("1e999999998", "1e999999999"), ("-1e999999999", "-1e999999998"), ("-1e999999999", "1e-999999999"),
        ("0", "1e-999999999"), ("-1e-999999999", "0"), ("0.99999999999999999999", "1"),
        ("9223372036854775807", "9223372036854775807.0001"), ("9223372036854775807", "9223372036854775808"),
        ("9007199254740992", "9007199254740993"), ("1", "1.00000000000000000000000000000001"),
        ("99999999999999999999", "1e20"), ("1.2e3", "1201"),
    ])
    func comparisonIsExact(_ smaller: String, _ greater: String) throws {
        let smaller = try number(smaller)
        let greater = try number(greater)
        #expect(smaller < greater)
        #expect(!(greater < smaller))
        #expect(smaller != greater)
    }

    @Test(arguments: [
        ("1", "1.0"), ("1", "1e0"), ("100", "1E+2"), ("0", "-0"), ("0", "0e5"), ("0.5", "5e-1"), ("0.5", "0.50"),
        ("1e400", "10e399"), ("-9223372036854775808", "-9223372036854775808.0"), ("1e18", "1000000000000000000"),
        ("123456789012345678901234567890", "1.2345678901234567890123456789e29"),
    ])
    func equalValuesHaveEqualHashes(_ left: String, _ right: String) throws {
        let left = try number(left)
        let right = try number(right)
        #expect(left == right)
        #expect(!(left < right) && !(right < left))
        #expect(left.hashValue == right.hashValue)
    }

    /// The oracle is integer arithmetic: both numbers are scaled by 10^4.
    @Test func arithmeticAgreesWithIntegers() throws {
        var seed = JSONSeed(1)
        for _ in 0..<5000 {
            let (left, leftScaled) = try randomDecimal(&seed)
            let (right, rightScaled) = try randomDecimal(&seed)
            #expect((left == right) == (leftScaled == rightScaled), "\(left) == \(right)")
            #expect((left < right) == (leftScaled < rightScaled), "\(left) < \(right)")
            #expect(left.isMultiple(of: right) == leftScaled.isMultiple(of: rightScaled), "\(left) of \(right)")
            #expect(left.isInteger == leftScaled.isMultiple(of: 10_000), "\(left)")
            if left == right { #expect(left.hashValue == right.hashValue) }
        }
    }

    private func randomDecimal(_ seed: inout JSONSeed) throws -> (JSONNumber, scaled: Int) {
        let mantissa = Int.random(in: -60...60, using: &seed)
        let exponent = Int.random(in: -4...4, using: &seed)
        let zeros = String(repeating: "0", count: Int.random(in: 0...3, using: &seed))
        let point = mantissa.isMultiple(of: 2) ? "" : ".\(zeros)0"
        let text = exponent == 0 && zeros.isEmpty ? "\(mantissa)" : "\(mantissa)\(point)e\(exponent)"
        let scale = (0..<exponent + 4).reduce(1) { scale, _ in scale * 10 }
        return (try number(text), mantissa * scale)
    }
}
