import JSONSchema

/// A bound of a parameter: a keyword of JSON Schema, both documented and enforced.
public struct ParameterConstraint: Sendable {
    let keywords: [(key: String, value: JSON)]

    /// Any keyword that has no shorthand here.
    public static func keyword(_ key: String, _ value: JSON) -> ParameterConstraint {
        ParameterConstraint(keywords: [(key, value)])
    }

    /// `minimum` and `maximum`, both included.
    public static func range(_ range: ClosedRange<Int>) -> ParameterConstraint {
        ParameterConstraint(keywords: [("minimum", JSON(range.lowerBound)), ("maximum", JSON(range.upperBound))])
    }

    /// `minimum`, included.
    public static func range(_ range: PartialRangeFrom<Int>) -> ParameterConstraint {
        .keyword("minimum", JSON(range.lowerBound))
    }

    /// `maximum`, included.
    public static func range(_ range: PartialRangeThrough<Int>) -> ParameterConstraint {
        .keyword("maximum", JSON(range.upperBound))
    }

    /// `minLength` and `maxLength`, in Unicode scalars.
    public static func length(_ range: ClosedRange<Int>) -> ParameterConstraint {
        ParameterConstraint(keywords: [("minLength", JSON(range.lowerBound)), ("maxLength", JSON(range.upperBound))])
    }

    /// `minLength`, in Unicode scalars.
    public static func length(_ range: PartialRangeFrom<Int>) -> ParameterConstraint {
        .keyword("minLength", JSON(range.lowerBound))
    }

    /// `maxLength`, in Unicode scalars.
    public static func length(_ range: PartialRangeThrough<Int>) -> ParameterConstraint {
        .keyword("maxLength", JSON(range.upperBound))
    }

    /// `pattern`: an ECMA-262 regular expression that must match somewhere in the text.
    public static func pattern(_ pattern: String) -> ParameterConstraint {
        .keyword("pattern", .string(pattern))
    }

    /// `format`, such as `email` or `uri`.
    public static func format(_ name: String) -> ParameterConstraint {
        .keyword("format", .string(name))
    }

    /// `enum`: one of these values.
    public static func oneOf(_ values: [JSON]) -> ParameterConstraint {
        .keyword("enum", .array(values))
    }

    /// `minItems` and `maxItems` of a parameter that may be given several times.
    public static func items(_ range: ClosedRange<Int>) -> ParameterConstraint {
        ParameterConstraint(keywords: [("minItems", JSON(range.lowerBound)), ("maxItems", JSON(range.upperBound))])
    }

    /// Writes the constraints into a schema; beside a `$ref`, keywords hold too.
    static func apply(_ constraints: [ParameterConstraint], to schema: JSON) -> JSON {
        var schema = schema
        if schema.boolValue == true && !constraints.isEmpty {
            schema = [:]
        }
        for keyword in constraints.lazy.flatMap(\.keywords) {
            schema[keyword.key] = keyword.value
        }
        return schema
    }
}
