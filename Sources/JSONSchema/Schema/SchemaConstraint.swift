import OrderedCollections

/// What a property demands of its value beyond its type, or says about it.
///
/// ```swift
/// Property("age", Int.self, .range(0...150))
/// Property("tags", [String].self, .items(...10), .unique)
/// ```
public struct SchemaConstraint: Sendable, Hashable {
    /// What a keyword tests; it ignores values of other types.
    enum Subject: String, Sendable {
        case anything
        case strings
        case numbers
        case arrays
        case objects

        /// Whether values of a JSON Schema type are tested.
        func includes(_ type: String) -> Bool {
            switch self {
            case .anything: true
            case .strings: type == "string"
            case .numbers: type == "number" || type == "integer"
            case .arrays: type == "array"
            case .objects: type == "object"
            }
        }
    }

    let keywords: OrderedDictionary<String, JSON>
    let subject: Subject
    /// Says something about the property and tests nothing.
    let isAnnotation: Bool

    init(_ subject: Subject, _ keywords: OrderedDictionary<String, JSON>, isAnnotation: Bool = false) {
        self.keywords = keywords
        self.subject = subject
        self.isAnnotation = isAnnotation
    }
}

/// Strings.
extension SchemaConstraint {
    /// The least number of Unicode code points.
    public static func minLength(_ length: Int) -> Self { Self(.strings, ["minLength": JSON(length)]) }

    /// The greatest number of Unicode code points.
    public static func maxLength(_ length: Int) -> Self { Self(.strings, ["maxLength": JSON(length)]) }

    /// A regular expression of ECMA-262 that is found in the text; `^` and `$` make it describe all of it.
    public static func pattern(_ pattern: String) -> Self { Self(.strings, ["pattern": .string(pattern)]) }

    /// What the text is: `email`, `hostname`, `ipv4`, any name of the OpenAPI format registry.
    public static func format(_ name: String) -> Self { Self(.anything, ["format": .string(name)]) }
}

/// Arrays and sets, and dictionaries.
extension SchemaConstraint {
    /// The least and greatest number of elements.
    public static func items(_ count: ClosedRange<Int>) -> Self {
        Self(.arrays, ["minItems": JSON(count.lowerBound), "maxItems": JSON(count.upperBound)])
    }

    /// The least number of elements.
    public static func items(_ count: PartialRangeFrom<Int>) -> Self {
        Self(.arrays, ["minItems": JSON(count.lowerBound)])
    }

    /// The greatest number of elements.
    public static func items(_ count: PartialRangeThrough<Int>) -> Self {
        Self(.arrays, ["maxItems": JSON(count.upperBound)])
    }

    /// No two elements are equal.
    public static var unique: Self { Self(.arrays, ["uniqueItems": true]) }

    /// The least and greatest number of a dictionary's entries.
    public static func entries(_ count: ClosedRange<Int>) -> Self {
        Self(.objects, ["minProperties": JSON(count.lowerBound), "maxProperties": JSON(count.upperBound)])
    }
}

/// Any value.
extension SchemaConstraint {
    /// The one value that is allowed: the tag of a union's member.
    public static func constant(_ value: JSON) -> Self { Self(.anything, ["const": value]) }

    /// Not to be used any more.
    public static var deprecated: Self { Self(.anything, ["deprecated": true], isAnnotation: true) }

    /// Set by the server; sending it has no effect.
    public static var readOnly: Self { Self(.anything, ["readOnly": true], isAnnotation: true) }

    /// Never sent back: a password.
    public static var writeOnly: Self { Self(.anything, ["writeOnly": true], isAnnotation: true) }

    /// Values to show in documents.
    public static func examples(_ values: JSON...) -> Self {
        Self(.anything, ["examples": .array(values)], isAnnotation: true)
    }

    /// Any other keyword: `contentMediaType`, `x-unit`.
    public static func keyword(_ name: String, _ value: JSON) -> Self { Self(.anything, [name: value]) }
}
