/// Turns values into JSON, always in the same way: equal values give equal text.
///
/// Types keep their own `Codable` conformance, except for these:
///
/// | type | JSON |
/// |---|---|
/// | `Date` | string, RFC 3339 in UTC with milliseconds: `2026-01-01T00:00:00.000Z`; years 0 to 9999 |
/// | `UUID` | string, lower case |
/// | `Data` | string, base64 with padding |
/// | `URL` | string; must be absolute |
/// | `Decimal` | string, plain digits: `19.99` |
/// | `Double`, `Float` | number with the fewest digits that stand for it; must be finite |
/// | `Dictionary` | object with sorted names, for keys that are strings, integers or `CodingKeyRepresentable` |
/// | `Set` | array, sorted by its elements' text |
/// | ``JSON``, ``JSONNumber`` | itself |
///
/// An optional property of nil is left out where the type says `encodeIfPresent`, as synthesized conformances do.
public struct JSONValueEncoder: Sendable {
    /// Creates an encoder.
    public init() {}

    /// Encodes a value.
    ///
    /// - Throws: `EncodingError.invalidValue`, with the path of the part that has no JSON form: a number that is not
    ///   finite, a relative URL, a date beyond the years 0 to 9999, nesting deeper than 256 levels, or an `encode(to:)`
    ///   that asks for no container or for several of different kinds. And what `value` itself throws.
    public func encode(_ value: some Encodable) throws -> JSON {
        try JSONEncoding.json(of: value, at: .root)
    }
}
