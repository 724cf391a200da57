/// A property of a JSON merge patch (RFC 7396): left as it is, removed, or set.
///
/// Only for what is read. As a stored property of a struct with a synthesized `init(from:)` it is absent when its key
/// is missing.
///
/// ```swift
/// struct SubscriptionPatch: SchemaComponent { var description: Patch<String> }
/// // {} leaves it, {"description": null} removes it, {"description": "new"} sets it
/// ```
public enum Patch<Wrapped> {
    /// The key is missing: leave the property as it is.
    case absent
    /// Remove the value.
    case null
    /// Set the value.
    case value(Wrapped)

    /// What becomes of a property that has the given value now.
    public func applied(to current: Wrapped?) -> Wrapped? {
        switch self {
        case .absent: current
        case .null: nil
        case .value(let wrapped): wrapped
        }
    }
}

extension Patch: Sendable where Wrapped: Sendable {}
extension Patch: Equatable where Wrapped: Equatable {}
extension Patch: Hashable where Wrapped: Hashable {}
extension Patch: Omittable {}

extension Patch: Decodable where Wrapped: Decodable {
    /// Reads a value or null.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        self = container.decodeNil() ? .null : .value(try container.decode(Wrapped.self))
    }
}

extension Patch: Encodable where Wrapped: Encodable {
    /// Writes the value or null.
    ///
    /// - Throws: `EncodingError` for an absent one outside of a keyed container, where nothing can be left out.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .value(let wrapped): try container.encode(wrapped)
        case .absent:
            let message = "An absent patch can only be left out as a property"
            let context = EncodingError.Context(codingPath: encoder.codingPath, debugDescription: message)
            throw EncodingError.invalidValue(self, context)
        }
    }
}

extension KeyedDecodingContainer {
    /// Reads a property of a patch; synthesized conformances find this by its type.
    public func decode<Wrapped: Decodable>(_ type: Patch<Wrapped>.Type, forKey key: Key) throws -> Patch<Wrapped> {
        guard contains(key) else { return .absent }
        return try decodeNil(forKey: key) ? .null : .value(try decode(Wrapped.self, forKey: key))
    }
}

extension KeyedEncodingContainer {
    /// Writes a property of a patch unless it is absent; synthesized conformances find this by its type.
    public mutating func encode<Wrapped: Encodable>(_ patch: Patch<Wrapped>, forKey key: Key) throws {
        switch patch {
        case .absent: break
        case .null: try encodeNil(forKey: key)
        case .value(let wrapped): try encode(wrapped, forKey: key)
        }
    }
}

extension Patch: SchemaRepresentable where Wrapped: SchemaRepresentable {
    /// The wrapped type's schema or `null`.
    public static func schema(in registry: inout SchemaRegistry) -> JSON {
        if registry.direction == .output {
            let place = registry.current.map { " in \($0.title)" } ?? ""
            registry.report("Patch\(place) is for what is read; use an optional or Nullable for what is written.")
        }
        return Wrapped.schema(in: &registry).nullable
    }
}
