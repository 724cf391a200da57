/// The property that tells the payloads of a ``UnionSchema`` apart, for the union's own `Codable` conformance.
///
/// ```swift
/// enum Pet: SchemaComponent {
///     case cat(Cat), dog(Dog)
///     private static let kind = UnionTag("kind")
///
///     init(from decoder: any Decoder) throws {
///         switch try Self.kind.decode(from: decoder) {
///         case "cat": self = .cat(try Cat(from: decoder))
///         case "dog": self = .dog(try Dog(from: decoder))
///         case let tag: throw Self.kind.unknown(tag, in: decoder)
///         }
///     }
///
///     func encode(to encoder: any Encoder) throws {
///         switch self {
///         case .cat(let cat): try Self.kind.encode("cat", cat, to: encoder)
///         case .dog(let dog): try Self.kind.encode("dog", dog, to: encoder)
///         }
///     }
/// }
/// ```
public struct UnionTag: CodingKey, Hashable {
    /// The property's name.
    public let stringValue: String

    /// Names the property.
    public init(_ name: String) {
        stringValue = name
    }

    /// Names the property.
    public init(stringValue: String) {
        self.stringValue = stringValue
    }

    /// No number is a name.
    public init?(intValue: Int) {
        return nil
    }

    /// None: the property has a name.
    public var intValue: Int? { nil }

    /// Reads the tag.
    public func decode(from decoder: any Decoder) throws -> String {
        try decoder.container(keyedBy: UnionTag.self).decode(String.self, forKey: self)
    }

    /// Writes the tag, then the payload's properties beside it.
    public func encode(_ tag: String, _ payload: some Encodable, to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: UnionTag.self)
        try container.encode(tag, forKey: self)
        try payload.encode(to: encoder)
    }

    /// The error for a tag that no payload has.
    public func unknown(_ tag: String, in decoder: any Decoder) -> DecodingError {
        let message = "\"\(tag)\" is no value of \"\(stringValue)\""
        return .dataCorrupted(.init(codingPath: decoder.codingPath + [self], debugDescription: message))
    }
}
