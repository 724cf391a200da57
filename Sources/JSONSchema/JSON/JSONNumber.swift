/// A JSON number that keeps its text, and compares and divides exactly.
///
/// The magnitude is not bounded by `Double` or `Int`: `1e999999999` and numbers of thousands of digits are ordinary
/// values, and no operation expands their exponent.
public struct JSONNumber: Sendable {
    /// An integer whose text is its plain decimal form, or the text of any other number.
    enum Storage {
        case integer(Int64)
        case text(String)
    }

    let storage: Storage

    /// Creates an integer.
    public init(_ value: Int) {
        storage = .integer(Int64(value))
    }

    /// Creates an integer of any width.
    public init(_ value: some FixedWidthInteger) {
        if let value = Int64(exactly: value) {
            storage = .integer(value)
        } else {
            storage = .text(String(value))
        }
    }

    /// Creates the number with the shortest digits that stand for `value`.
    ///
    /// JSON has no other numbers than finite ones: an infinity becomes the greatest finite number of its sign, and
    /// what is not a number becomes 0. Use ``init(exactly:)`` to find out instead.
    public init(_ value: Double) {
        let finite = value.isNaN ? 0 : max(-Double.greatestFiniteMagnitude, min(value, .greatestFiniteMagnitude))
        self.init(shortest: finite)
    }

    /// Creates the number with the shortest digits that stand for `value`, or nil when that is not finite.
    public init?(exactly value: some BinaryFloatingPoint & CustomStringConvertible) {
        guard value.isFinite else { return nil }
        self.init(shortest: value)
    }

    /// Creates a number from its JSON text, or nil when that is no JSON number within the parser's limits.
    public init?(text: String) {
        var text = text
        let number = text.withUTF8 { buffer -> JSONNumber? in
            var parser = JSONParser(buffer)
            guard let number = try? parser.number(), parser.isAtEnd else { return nil }
            return number
        }
        guard let number else { return nil }
        self = number
    }

    /// Takes text that follows JSON's grammar and limits.
    init(grammatical text: String) {
        if let value = Int64(text), value != 0 {
            storage = .integer(value)
        } else {
            storage = .text(text)
        }
    }

    /// `description` of a finite number is valid JSON, always with a point or an exponent: `1.0`, `1e+16`, `5e-324`.
    private init(shortest value: some BinaryFloatingPoint & CustomStringConvertible) {
        if let integer = Int64(exactly: value), integer != 0 || value.sign == .plus, integer.magnitude < 1 << 53 {
            storage = .integer(integer)
        } else {
            storage = .text(value.description)
        }
    }

    /// The text as it was read or as it was made from a number.
    public var text: String {
        switch storage {
        case .integer(let value): String(value)
        case .text(let text): text
        }
    }
}

extension JSONNumber: ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral {
    /// Creates an integer from a literal.
    public init(integerLiteral value: Int) {
        self.init(value)
    }

    /// Creates a number from a decimal literal.
    public init(floatLiteral value: Double) {
        self.init(value)
    }
}

extension JSONNumber: CustomStringConvertible {
    /// The number's text.
    public var description: String {
        text
    }
}

extension JSONNumber {
    /// Whether the value has no fraction: true of `1.0` and `2e2` too, as JSON Schema's `integer` has it.
    public var isInteger: Bool {
        if case .integer = storage { return true }
        return DecimalDigits(self).isIntegral
    }

    /// The value as an integer, or nil when it has a fraction or does not fit.
    public var int: Int? {
        integer()
    }

    /// The number of the given type nearest to the value, infinite beyond its range.
    public var double: Double {
        switch storage {
        case .integer(let value): Double(value)
        case .text(let text): Double(text) ?? .nan
        }
    }

    /// The value as an integer of type `T`, or nil when it has a fraction or does not fit.
    package func integer<T: FixedWidthInteger>(as type: T.Type = T.self) -> T? {
        switch storage {
        case .integer(let value): T(exactly: value)
        case .text: DecimalDigits(self).integer()
        }
    }
}
