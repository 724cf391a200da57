import Foundation
import JSONSchema
import OrderedCollections
import Testing

private let item = ##"{"$ref":"#/components/schemas/Item"}"##
private let int8 = #"{"type":"integer","minimum":-128,"maximum":127}"#

private func nullable(_ schema: String) -> String {
    #"{"anyOf":[\#(schema),{"type":"null"}]}"#
}

/// Which schema each Swift type has, in both directions.
struct SchemaMappingTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let type: any SchemaRepresentable.Type
        let input: String
        let output: String

        /// `output` is nil where it is the same.
        init(_ type: any SchemaRepresentable.Type, _ input: String, output: String? = nil) {
            self.type = type
            self.input = input
            self.output = output ?? input
        }

        var testDescription: String { "\(type)" }
    }

    enum Color: String, CaseIterable, SchemaComponent, CodingKeyRepresentable {
        case red, green
    }

    enum Level: Int, CaseIterable, SchemaComponent, CodingKeyRepresentable {
        case low = 1
        case high = 10
    }

    struct Item: SchemaComponent {
        var name: String

        static func definition(in registry: inout SchemaRegistry) -> JSON {
            ObjectSchema { Property("name", String.self) }.json(in: &registry)
        }
    }

    @Test(arguments: [
        Row(Bool.self, #"{"type":"boolean"}"#),
        Row(String.self, #"{"type":"string"}"#),
        Row(Double.self, #"{"type":"number"}"#),
        Row(Float.self, #"{"type":"number"}"#),
        Row(Int.self, #"{"type":"integer","format":"int64"}"#),
        Row(Int64.self, #"{"type":"integer","format":"int64"}"#),
        Row(Int32.self, #"{"type":"integer","format":"int32","minimum":-2147483648,"maximum":2147483647}"#),
        Row(Int16.self, #"{"type":"integer","minimum":-32768,"maximum":32767}"#),
        Row(Int8.self, #"{"type":"integer","minimum":-128,"maximum":127}"#),
        Row(UInt.self, #"{"type":"integer","minimum":0}"#),
        Row(UInt64.self, #"{"type":"integer","minimum":0}"#),
        Row(UInt32.self, #"{"type":"integer","minimum":0,"maximum":4294967295}"#),
        Row(UInt16.self, #"{"type":"integer","minimum":0,"maximum":65535}"#),
        Row(UInt8.self, #"{"type":"integer","minimum":0,"maximum":255}"#),
        Row(Date.self, #"{"type":"string","format":"date-time"}"#),
        Row(UUID.self, #"{"type":"string","format":"uuid"}"#),
        Row(URL.self, #"{"type":"string","format":"uri"}"#),
        Row(Data.self, #"{"type":"string","contentEncoding":"base64"}"#),
        Row(
            Decimal.self,
            #"{"type":"string","format":"decimal","pattern":"^-?(0|[1-9][0-9]*)(\\.[0-9]+)?$"}"#
        ),
        Row(JSON.self, "{}"),
    ])
    func scalars(_ row: Row) {
        expect(row)
    }

    @Test(arguments: [
        Row(Int8?.self, nullable(int8), output: int8),
        Row(Item?.self, nullable(item), output: item),
        Row(Int8??.self, nullable(int8), output: int8),
        Row(Nullable<Int8>.self, nullable(int8)),
        Row(Nullable<Item>.self, nullable(item)),
    ])
    func whatMayBeMissing(_ row: Row) {
        expect(row)
    }

    @Test(arguments: [
        Row([String].self, #"{"type":"array","items":{"type":"string"}}"#),
        Row([[Item]].self, #"{"type":"array","items":{"type":"array","items":\#(item)}}"#),
        Row([Int8?].self, #"{"type":"array","items":\#(nullable(int8))}"#),
        Row(Set<String>.self, #"{"type":"array","items":{"type":"string"},"uniqueItems":true}"#),
        Row([String: Item].self, #"{"type":"object","additionalProperties":\#(item)}"#),
        Row([String: Int8?].self, #"{"type":"object","additionalProperties":\#(nullable(int8))}"#),
        Row([String: JSON].self, #"{"type":"object","additionalProperties":{}}"#),
        Row(
            [Int: Bool].self,
            #"{"type":"object","additionalProperties":{"type":"boolean"},"propertyNames":{"pattern":"^-?[0-9]+$"}}"#
        ),
        Row(
            [Color: Bool].self,
            """
            {"type":"object","additionalProperties":{"type":"boolean"},\
            "propertyNames":{"$ref":"#/components/schemas/Color"}}
            """
        ),
        Row(
            [Level: Bool].self,
            #"{"type":"object","additionalProperties":{"type":"boolean"},"propertyNames":{"pattern":"^-?[0-9]+$"}}"#
        ),
    ])
    func collections(_ row: Row) {
        expect(row)
    }

    @Test(arguments: [
        Row(Color.self, #"{"type":"string","title":"Color","enum":["red","green"]}"#),
        Row(Level.self, #"{"type":"integer","title":"Level","enum":[1,10]}"#),
        Row(
            Item.self,
            #"{"type":"object","title":"Item","properties":{"name":{"type":"string"}},"required":["name"]}"#
        ),
    ])
    func components(_ row: Row) throws {
        for direction in [SchemaDirection.input, .output] {
            var registry = SchemaRegistry(direction: direction)
            #expect(row.type.schema(in: &registry).text() == ##"{"$ref":"#/components/schemas/\##(row.type)"}"##)
            let expected = direction == .input ? row.input : row.output
            #expect(registry.components["\(row.type)"]?.text() == expected)
            #expect(registry.conflicts.isEmpty)
        }
    }

    @Test func patchesAreForInput() {
        var input = SchemaRegistry(direction: .input)
        #expect(Patch<Int8>.schema(in: &input).text() == nullable(int8))
        #expect(input.conflicts.isEmpty)
        var output = SchemaRegistry(direction: .output)
        _ = Patch<Int8>.schema(in: &output)
        #expect(
            output.conflicts == ["Patch is for what is read; use an optional or Nullable for what is written."]
        )
    }

    @Test func referencesHaveThePrefixOfTheDocument() {
        var registry = SchemaRegistry(direction: .input, referencePrefix: "#/$defs/")
        #expect(Item.schema(in: &registry) == ["$ref": "#/$defs/Item"])
    }

    private func expect(_ row: Row) {
        var input = SchemaRegistry(direction: .input)
        #expect(row.type.schema(in: &input).text() == row.input)
        #expect(input.conflicts.isEmpty)
        var output = SchemaRegistry(direction: .output)
        #expect(row.type.schema(in: &output).text() == row.output)
        #expect(output.conflicts.isEmpty)
    }
}
