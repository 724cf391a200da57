/// Unicode text as letters, digits and hyphens (RFC 3492).
enum Punycode {
    private static let base = 36
    private static let minimumThreshold = 1
    private static let maximumThreshold = 26
    private static let initialBias = 72
    private static let initialScalar = 0x80

    /// The scalars of lower-case Punycode without its `xn--`, or nil when it is malformed.
    static func decode(_ encoded: [UInt8]) -> [Unicode.Scalar]? {
        let delimiter = encoded.lastIndex(of: .minus)
        var scalars = encoded[..<(delimiter ?? 0)].map { Unicode.Scalar($0) }
        var rest = encoded[(delimiter.map { $0 + 1 } ?? 0)...]
        var value = initialScalar
        var position = 0
        var bias = initialBias
        while !rest.isEmpty {
            guard let delta = takeDelta(&rest, bias: bias) else { return nil }
            let count = scalars.count + 1
            let (sum, overflow) = position.addingReportingOverflow(delta)
            guard !overflow, sum / count <= 0x10_FFFF else { return nil }
            bias = adapted(delta, count: count, isFirst: count == 1 + (delimiter ?? 0))
            value += sum / count
            position = sum % count
            guard let code = UInt32(exactly: value), let scalar = Unicode.Scalar(code) else { return nil }
            scalars.insert(scalar, at: position)
            position += 1
        }
        return scalars
    }

    /// Takes one variable-length integer from the front (RFC 3492, section 3.3).
    private static func takeDelta(_ rest: inout ArraySlice<UInt8>, bias: Int) -> Int? {
        var delta = 0
        var weight = 1
        var step = base
        while let byte = rest.popFirst() {
            guard let digit = digitValue(byte) else { return nil }
            let (product, productOverflow) = digit.multipliedReportingOverflow(by: weight)
            let (sum, sumOverflow) = delta.addingReportingOverflow(product)
            guard !productOverflow, !sumOverflow else { return nil }
            delta = sum
            let threshold = threshold(at: step, bias: bias)
            if digit < threshold { return delta }
            let (heavier, overflow) = weight.multipliedReportingOverflow(by: base - threshold)
            guard !overflow else { return nil }
            weight = heavier
            step += base
        }
        return nil
    }

    /// The lower-case Punycode of a label of at most 63 scalars, without `xn--`.
    static func encode(_ scalars: [Unicode.Scalar]) -> [UInt8] {
        var output = scalars.filter(\.isASCII).map { UInt8(ascii: $0) }
        let asciiCount = output.count
        var handled = asciiCount
        if handled > 0 { output.append(.minus) }
        var value = initialScalar
        var delta = 0
        var bias = initialBias
        while handled < scalars.count {
            guard let next = scalars.lazy.map({ Int($0.value) }).filter({ $0 >= value }).min() else { break }
            delta += (next - value) * (handled + 1)
            value = next
            for scalar in scalars {
                if scalar.value < value { delta += 1 }
                guard scalar.value == value else { continue }
                append(delta, bias: bias, to: &output)
                bias = adapted(delta, count: handled + 1, isFirst: handled == asciiCount)
                delta = 0
                handled += 1
            }
            delta += 1
            value += 1
        }
        return output
    }

    private static func append(_ delta: Int, bias: Int, to output: inout [UInt8]) {
        var rest = delta
        var step = base
        while true {
            let threshold = threshold(at: step, bias: bias)
            if rest < threshold { break }
            output.append(digit(threshold + (rest - threshold) % (base - threshold)))
            rest = (rest - threshold) / (base - threshold)
            step += base
        }
        output.append(digit(rest))
    }

    private static func threshold(at step: Int, bias: Int) -> Int {
        min(max(step - bias, minimumThreshold), maximumThreshold)
    }

    /// RFC 3492, section 6.1.
    private static func adapted(_ delta: Int, count: Int, isFirst: Bool) -> Int {
        var delta = isFirst ? delta / 700 : delta / 2
        delta += delta / count
        var bias = 0
        while delta > (base - minimumThreshold) * maximumThreshold / 2 {
            delta /= base - minimumThreshold
            bias += base
        }
        return bias + (base - minimumThreshold + 1) * delta / (delta + 38)
    }

    private static func digitValue(_ byte: UInt8) -> Int? {
        if byte.isDigit { return Int(byte - .zero) + 26 }
        return byte.isASCIILetter ? Int(byte | 0x20) - 0x61 : nil
    }

    private static func digit(_ value: Int) -> UInt8 {
        UInt8(value < 26 ? 0x61 + value : 0x30 + value - 26)
    }
}
