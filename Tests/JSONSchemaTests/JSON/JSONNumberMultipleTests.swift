import Testing

@testable import JSONSchema

struct JSONNumberMultipleTests {
    private func number(_ text: String) throws -> JSONNumber {
        try #require(JSONNumber(text: text), "\(text)")
    }

    @Test(arguments: [
        ("0.3", "0.1", true), ("19.99", "0.01", true), ("19.999", "0.01", false), ("4.5", "1.5", true),
        ("1", "0.3", false),
        ("0", "7", true), ("0", "0", true), ("1", "0", false), ("1.5", "0.0", false), ("-6", "4", false),
        ("-8", "4", true), ("8", "-4", true),
        ("-9223372036854775808", "-1", true), ("10", "0.0001", true), ("0.5", "1", false), ("5", "2.5", true),
        ("12391239123", "1e-8", true), ("1e308", "0.123456789", false), ("1e999999999", "3", false),
        ("3e999999999", "3", true),
        ("1e999999999999999999", "1e-999999999999999999", true),
        ("1e-999999999999999999", "1e999999999999999999", false),
        ("1e999999999", "1024", true), ("1e9", "1024", false), ("1e10", "1024", true),
        ("1e999999999", "18446744073709551616", true), ("1e63", "18446744073709551616", false),
        ("1e64", "18446744073709551616", true), ("9999999999999999999", "9999999999999999999", true),
        ("99999999999999999980000000000000000001", "9999999999999999999", true),
        ("99999999999999999980000000000000000002", "9999999999999999999", false),
        ("7", "100000000000000000000000000000000000007", false),
    ])
    func multiplesAreExact(_ value: String, _ divisor: String, _ isMultiple: Bool) throws {
        #expect(try number(value).isMultiple(of: number(divisor)) == isMultiple)
    }

    @Test func longNumbersAreDividedExactly() throws {
        var seed = JSONSeed(2)
        for _ in 0..<300 {
            let divisor = digits(Int.random(in: 18...80, using: &seed), &seed)
            let product = multiply(divisor, digits(Int.random(in: 1...80, using: &seed), &seed))
            let zeros = String(repeating: "0", count: Int.random(in: 0...3, using: &seed))
            let multiple = try number(text(product) + zeros)
            #expect(try multiple.isMultiple(of: number(text(divisor))), "\(text(product)) of \(text(divisor))")

            // One more is no multiple, as the divisor is greater than 1.
            var next = product
            next[next.count - 1] += 1
            if next[next.count - 1] < 10 {
                #expect(
                    try !number(text(next)).isMultiple(of: number(text(divisor))),
                    "\(text(next)) of \(text(divisor))"
                )
            }
        }
    }

    /// Limbs of nines and zeros are where the estimate of a quotient's limb is too high.
    @Test func estimatesThatAreTooHighAreCorrected() throws {
        var seed = JSONSeed(3)
        let limbs = ["999999999", "000000000", "000000001", "500000000", "499999999", "999999998"]
        func limbed() -> [UInt8] {
            let count = Int.random(in: 3...6, using: &seed)
            return Array(("1" + (0..<count).map { _ in limbs.random(&seed) }.joined()).utf8.map { $0 - 48 })
        }
        for _ in 0..<2000 {
            let divisor = limbed()
            let product = multiply(divisor, limbed())
            #expect(
                try number(text(product)).isMultiple(of: number(text(divisor))),
                "\(text(product)) of \(text(divisor))"
            )
        }
    }

    @Test(.timeLimit(.minutes(1))) func theLongestNumbersTakeLittleTime() throws {
        let nines = try number(String(repeating: "9", count: 16_000))
        let sevens = try number(String(repeating: "7", count: 10_000))
        let large = try number(String(repeating: "3", count: 16_000) + "e999999999")
        #expect(!nines.isMultiple(of: sevens))
        #expect(!large.isMultiple(of: sevens))
        #expect(large.isMultiple(of: 3))
        #expect(nines.isMultiple(of: nines))
        #expect(large > nines)
        #expect(large.hashValue == large.hashValue)
        #expect(large.double == .infinity)
        #expect(large.int == nil)
    }

    private func digits(_ count: Int, _ seed: inout JSONSeed) -> [UInt8] {
        [UInt8.random(in: 2...9, using: &seed)] + (1..<count).map { _ in UInt8.random(in: 0...9, using: &seed) }
    }

    private func text(_ digits: [UInt8]) -> String {
        String(decoding: digits.map { $0 + 48 }, as: UTF8.self)
    }

    private func multiply(_ left: [UInt8], _ right: [UInt8]) -> [UInt8] {
        var product = [Int](repeating: 0, count: left.count + right.count)
        for (i, a) in left.enumerated() {
            for (j, b) in right.enumerated() { product[i + j + 1] += Int(a) * Int(b) }
        }
        for place in product.indices.dropFirst().reversed() {
            product[place - 1] += product[place] / 10
            product[place] %= 10
        }
        return product.drop { $0 == 0 }.map(UInt8.init)
    }
}
