/// What a number must satisfy.
struct NumberKeywords: Sendable {
    let minimum: NumberBound?
    let maximum: NumberBound?
    let exclusiveMinimum: NumberBound?
    let exclusiveMaximum: NumberBound?
    let multipleOf: JSONNumber?
}

/// A number to compare others with.
struct NumberBound: Sendable {
    let number: JSONNumber
    private let approximation: Double

    init(_ number: JSONNumber) {
        self.number = number
        approximation = number.double
    }

    /// Rounding to `Double` keeps the order, so only numbers that round to the same one need the exact comparison.
    func isGreater(than other: JSONNumber) -> Bool {
        let double = other.double
        return double == approximation ? other < number : double < approximation
    }

    func isLess(than other: JSONNumber) -> Bool {
        let double = other.double
        return double == approximation ? number < other : double > approximation
    }
}

/// What a string must satisfy; lengths count code points.
struct StringKeywords: Sendable {
    let minLength: Int?
    let maxLength: Int?
    let pattern: Pattern?
    let format: StringFormat?
}
