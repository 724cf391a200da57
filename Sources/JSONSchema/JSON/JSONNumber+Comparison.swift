extension JSONNumber: Hashable, Comparable {
    /// Compares the mathematical values: `1`, `1.0` and `1e0` are equal.
    public static func == (lhs: JSONNumber, rhs: JSONNumber) -> Bool {
        switch (lhs.storage, rhs.storage) {
        case (.integer(let lhs), .integer(let rhs)): lhs == rhs
        case (.text(let lhs), .text(let rhs)) where lhs == rhs: true
        default: DecimalDigits(lhs) == DecimalDigits(rhs)
        }
    }

    /// Compares the mathematical values exactly, at a cost that grows with the digits but not with the exponents.
    public static func < (lhs: JSONNumber, rhs: JSONNumber) -> Bool {
        switch (lhs.storage, rhs.storage) {
        case (.integer(let lhs), .integer(let rhs)): lhs < rhs
        default: DecimalDigits(lhs) < DecimalDigits(rhs)
        }
    }

    /// Feeds the mathematical value into `hasher`.
    public func hash(into hasher: inout Hasher) {
        if let value: Int64 = integer() {
            hasher.combine(value)
        } else {
            hasher.combine(DecimalDigits(self))
        }
    }
}
