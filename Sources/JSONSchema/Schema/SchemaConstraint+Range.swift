public import Foundation
import OrderedCollections

/// A number that bounds a range in a schema.
public protocol SchemaBound: Comparable, Sendable {
    /// The number as JSON, or nil if it has no such form.
    var schemaNumber: JSONNumber? { get }
}

extension SchemaBound where Self: FixedWidthInteger {
    /// The integer.
    public var schemaNumber: JSONNumber? { JSONNumber(self) }
}

extension Int: SchemaBound {}
extension Int8: SchemaBound {}
extension Int16: SchemaBound {}
extension Int32: SchemaBound {}
extension Int64: SchemaBound {}
extension UInt: SchemaBound {}
extension UInt8: SchemaBound {}
extension UInt16: SchemaBound {}
extension UInt32: SchemaBound {}
extension UInt64: SchemaBound {}

extension Double: SchemaBound {
    /// The number with the fewest digits that stand for it.
    public var schemaNumber: JSONNumber? { JSONNumber(exactly: self) }
}

extension Float: SchemaBound {
    /// The number with the fewest digits that stand for it.
    public var schemaNumber: JSONNumber? { JSONNumber(exactly: self) }
}

extension Decimal: SchemaBound {
    /// All digits of the number.
    public var schemaNumber: JSONNumber? { JSONNumber(text: description) }
}

/// Numbers.
extension SchemaConstraint {
    /// At least the lower and at most the upper bound.
    public static func range<Bound: SchemaBound>(_ range: ClosedRange<Bound>) -> Self {
        bounds(("minimum", range.lowerBound), ("maximum", range.upperBound))
    }

    /// At least the lower bound and less than the upper one.
    public static func range<Bound: SchemaBound>(_ range: Range<Bound>) -> Self {
        bounds(("minimum", range.lowerBound), ("exclusiveMaximum", range.upperBound))
    }

    /// At least the lower bound.
    public static func range<Bound: SchemaBound>(_ range: PartialRangeFrom<Bound>) -> Self {
        bounds(("minimum", range.lowerBound))
    }

    /// At most the upper bound.
    public static func range<Bound: SchemaBound>(_ range: PartialRangeThrough<Bound>) -> Self {
        bounds(("maximum", range.upperBound))
    }

    /// Less than the upper bound.
    public static func range<Bound: SchemaBound>(_ range: PartialRangeUpTo<Bound>) -> Self {
        bounds(("exclusiveMaximum", range.upperBound))
    }

    /// Between the bounds, without both of them.
    public static func exclusiveRange<Bound: SchemaBound>(_ range: Range<Bound>) -> Self {
        bounds(("exclusiveMinimum", range.lowerBound), ("exclusiveMaximum", range.upperBound))
    }

    /// Greater than the bound.
    public static func greaterThan(_ bound: some SchemaBound) -> Self { bounds(("exclusiveMinimum", bound)) }

    /// Less than the bound.
    public static func lessThan(_ bound: some SchemaBound) -> Self { bounds(("exclusiveMaximum", bound)) }

    /// A whole multiple of a number above 0; tested exactly, so 19.99 is a multiple of 0.01.
    public static func multipleOf(_ divisor: some SchemaBound) -> Self { bounds(("multipleOf", divisor)) }

    private static func bounds<Bound: SchemaBound>(_ bounds: (String, Bound)...) -> Self {
        var keywords: OrderedDictionary<String, JSON> = [:]
        for (name, bound) in bounds {
            keywords[name] = bound.schemaNumber.map(JSON.number) ?? .string("\(bound)")
        }
        return Self(.numbers, keywords)
    }
}
