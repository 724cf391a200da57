/// A value that is always there and may be null, in both directions.
///
/// ```swift
/// var cancelledAt: Nullable<Date>      // "cancelled_at": null, never left out
/// ```
public enum Nullable<Wrapped> {
    /// No value: JSON's `null`.
    case null
    /// A value.
    case value(Wrapped)

    /// Creates null from nil.
    public init(_ wrapped: Wrapped?) {
        self = wrapped.map(Self.value) ?? .null
    }

    /// The value, or nil.
    public var wrapped: Wrapped? {
        if case .value(let wrapped) = self { wrapped } else { nil }
    }
}

extension Nullable: Sendable where Wrapped: Sendable {}
extension Nullable: Equatable where Wrapped: Equatable {}
extension Nullable: Hashable where Wrapped: Hashable {}

extension Nullable: ExpressibleByNilLiteral {
    /// Creates null.
    public init(nilLiteral: ()) {
        self = .null
    }
}

extension Nullable: Decodable where Wrapped: Decodable {
    /// Reads a value or null.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        self = container.decodeNil() ? .null : .value(try container.decode(Wrapped.self))
    }
}

extension Nullable: Encodable where Wrapped: Encodable {
    /// Writes the value or null.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .value(let wrapped): try container.encode(wrapped)
        }
    }
}

extension Nullable: SchemaRepresentable where Wrapped: SchemaRepresentable {
    /// The wrapped type's schema or `null`.
    public static func schema(in registry: inout SchemaRegistry) -> JSON {
        Wrapped.schema(in: &registry).nullable
    }
}
