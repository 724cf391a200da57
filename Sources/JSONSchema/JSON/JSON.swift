public import OrderedCollections

/// A JSON value (RFC 8259) that keeps what the text said: the order of members and the digits of numbers.
///
/// Equality and hashing are those of JSON Schema 2020-12, section 4.2.2: the order of an object's members is
/// irrelevant, numbers are equal when their mathematical values are (`1`, `1.0` and `1e0` are one value), strings when
/// they are the same code points.
///
/// Names of members that differ only in Unicode normalisation count as one name, because `String` compares them so.
public enum JSON: Sendable {
    /// The literal `null`.
    case null
    /// The literals `true` and `false`.
    case bool(Bool)
    /// A number of any magnitude and precision.
    case number(JSONNumber)
    /// A string of Unicode scalar values.
    case string(String)
    /// An ordered list of values.
    case array([JSON])
    /// Members in the order of the text.
    case object(OrderedDictionary<String, JSON>)
}

extension JSON: CustomStringConvertible {
    /// The compact JSON text.
    public var description: String {
        text()
    }
}
