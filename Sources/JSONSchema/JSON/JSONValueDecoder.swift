/// Turns JSON into values: the inverse of ``JSONValueEncoder``, and strict.
///
/// Integers are read from any number that is integral and in range (`1.0` and `2e2` too), floating-point numbers from
/// any number in range, booleans from booleans only. Dates are RFC 3339 `date-time`s with a zone and any number of
/// fraction digits.
public struct JSONValueDecoder: Sendable {
    /// Creates a decoder.
    public init() {}

    /// Decodes a value.
    ///
    /// - Throws: `DecodingError`, with the path of the first part that does not fit. And what `type` itself throws.
    public func decode<Value: Decodable>(_ type: Value.Type, from json: JSON) throws -> Value {
        try JSONDecoding.value(type, from: json, at: .root)
    }
}
