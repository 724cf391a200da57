import Foundation
import JSONSchema
import OrderedCollections
import Testing

struct SchemaConstraintTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let property: Property
        let schema: String

        init(_ property: Property, _ schema: String) {
            self.property = property
            self.schema = schema
        }

        var testDescription: String { schema }
    }

    @Test(arguments: [
        Row(
            Property("p", String.self, .minLength(3), .maxLength(50), .pattern("^[a-z]+$")),
            #"{"type":"string","minLength":3,"maxLength":50,"pattern":"^[a-z]+$"}"#
        ),
        Row(Property("p", String.self, .format("email")), #"{"type":"string","format":"email"}"#),
        Row(
            Property("p", Int.self, .range(0...150)),
            #"{"type":"integer","format":"int64","minimum":0,"maximum":150}"#
        ),
        Row(Property("p", UInt.self, .range(...9)), #"{"type":"integer","minimum":0,"maximum":9}"#),
        Row(Property("p", UInt8.self, .range(1...9)), #"{"type":"integer","minimum":1,"maximum":9}"#),
        Row(Property("p", Double.self, .range(0..<1)), #"{"type":"number","minimum":0,"exclusiveMaximum":1}"#),
        Row(Property("p", Double.self, .range(0.5...)), #"{"type":"number","minimum":0.5}"#),
        Row(Property("p", Double.self, .range(...0.5)), #"{"type":"number","maximum":0.5}"#),
        Row(Property("p", Double.self, .range(..<0.5)), #"{"type":"number","exclusiveMaximum":0.5}"#),
        Row(
            Property("p", Double.self, .exclusiveRange(0..<1)),
            #"{"type":"number","exclusiveMinimum":0,"exclusiveMaximum":1}"#
        ),
        Row(Property("p", Double.self, .greaterThan(0)), #"{"type":"number","exclusiveMinimum":0}"#),
        Row(Property("p", Double.self, .lessThan(1)), #"{"type":"number","exclusiveMaximum":1}"#),
        Row(Property("p", Double.self, .multipleOf(0.01)), #"{"type":"number","multipleOf":0.01}"#),
        Row(
            Property("p", [Bool].self, .items(1...10), .unique),
            #"{"type":"array","items":{"type":"boolean"},"minItems":1,"maxItems":10,"uniqueItems":true}"#
        ),
        Row(Property("p", [Bool].self, .items(1...)), #"{"type":"array","items":{"type":"boolean"},"minItems":1}"#),
        Row(Property("p", [Bool].self, .items(...9)), #"{"type":"array","items":{"type":"boolean"},"maxItems":9}"#),
        Row(
            Property("p", [String: Bool].self, .entries(1...5)),
            #"{"type":"object","additionalProperties":{"type":"boolean"},"minProperties":1,"maxProperties":5}"#
        ),
        Row(Property("p", String.self, .constant("cat")), #"{"type":"string","const":"cat"}"#),
        Row(
            Property("p", String?.self, .minLength(1), .deprecated),
            #"{"anyOf":[{"type":"string","minLength":1},{"type":"null"}],"deprecated":true}"#
        ),
        Row(
            Property("p", Nullable<Int8>.self, .range(1...2)),
            #"{"anyOf":[{"type":"integer","minimum":1,"maximum":2},{"type":"null"}]}"#
        ),
        Row(
            Property("p", String.self, .writeOnly, .examples("a", "b"), .keyword("x-unit", "px")),
            #"{"type":"string","writeOnly":true,"examples":["a","b"],"x-unit":"px"}"#
        ),
        Row(
            Property(
                "p",
                Date.self,
                default: .init(timeIntervalSince1970: 0),
                examples: [.init(timeIntervalSince1970: 1)]
            ),
            """
            {"type":"string","format":"date-time","default":"1970-01-01T00:00:00.000Z",\
            "examples":["1970-01-01T00:00:01.000Z"]}
            """
        ),
        Row(
            Property("p", JSON.self, title: "Anything", description: "Kept as it is."),
            #"{"title":"Anything","description":"Kept as it is."}"#
        ),
    ])
    func becomesKeywords(_ row: Row) {
        var registry = SchemaRegistry(direction: .input)
        let schema = ObjectSchema { row.property }.json(in: &registry)
        #expect(schema["properties"]?["p"]?.text() == row.schema)
        #expect(registry.conflicts.isEmpty)
    }

    @Test(arguments: [
        Row(
            Property("p", Int.self, .minLength(3)),
            "Property \"p\": minLength applies to strings, but the type is integer."
        ),
        Row(
            Property("p", String?.self, .range(1...2)),
            "Property \"p\": minimum and maximum apply to numbers, but the type is string."
        ),
        Row(
            Property("p", String.self, .items(1...)),
            "Property \"p\": minItems applies to arrays, but the type is string."
        ),
        Row(Property("p", String.self, .minLength(-1)), "Property \"p\": minLength is negative."),
        Row(Property("p", Double.self, .range(0...Double.infinity)), "Property \"p\": maximum is not a finite number."),
        Row(
            Property("p", Double.self, .multipleOf(0)),
            "Property \"p\": multipleOf is not a finite number above 0."
        ),
        Row(
            Property("p", String.self, .pattern("[a-")),
            "Property \"p\": the pattern is not valid: This class is not closed with \"]\" (at offset 0)."
        ),
    ])
    func mistakesAreReported(_ row: Row) throws {
        var registry = SchemaRegistry(direction: .input)
        _ = ObjectSchema { row.property }.json(in: &registry)
        #expect(registry.conflicts == [row.schema])
    }

    @Test func aDefaultThatIsNoJSONIsReported() {
        var registry = SchemaRegistry(direction: .input)
        let schema = ObjectSchema { Property("p", Double.self, default: .nan) }.json(in: &registry)
        #expect(registry.conflicts.count == 1)
        #expect(registry.conflicts.first?.hasPrefix("Property \"p\": the default cannot be encoded: ") == true)
        #expect(schema["properties"]?["p"] == ["type": "number"])
    }
}
