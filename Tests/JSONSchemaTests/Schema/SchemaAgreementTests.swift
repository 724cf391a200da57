import Foundation
import JSONSchema
import OrderedCollections
import Testing

/// What the encoder writes is valid for the output schema, and what the input schema allows can be decoded.
struct SchemaAgreementTests {
    enum Color: String, CaseIterable, SchemaComponent, CodingKeyRepresentable {
        case red, green
    }

    struct Everything: SchemaComponent, Equatable {
        var flag = true
        var text = "a\u{1F600}"
        var integer = Int.min
        var small = Int8.max
        var unsigned = UInt64.max
        var number = 0.1
        var amount = Decimal(string: "-19.99") ?? 0
        var date = Date(timeIntervalSince1970: 1_767_225_600.5)
        var id = UUID()
        var link = URL(string: "https://example.com/a?b=c") ?? URL(filePath: "/")
        var data = Data([0, 255, 7])
        var optional: Int8? = nil
        var nullable: Nullable<Int8> = nil
        var list: [Int8?] = [1, nil]
        var set: Set<String> = ["b", "a"]
        var table: [String: Double] = ["a": 1.5]
        var colors: [Color: Bool] = [.red: true]
        var counts: [Int: String] = [-1: "x"]
        var anything: JSON = ["x": [1, nil]]

        static func definition(in registry: inout SchemaRegistry) -> JSON {
            ObjectSchema(unknownKeys: .forbidden) {
                Property("flag", Bool.self)
                Property("text", String.self, .maxLength(2))
                Property("integer", Int.self)
                Property("small", Int8.self)
                Property("unsigned", UInt64.self)
                Property("number", Double.self, .multipleOf(0.01))
                Property("amount", Decimal.self)
                Property("date", Date.self)
                Property("id", UUID.self)
                Property("link", URL.self)
                Property("data", Data.self)
                Property("optional", Int8?.self)
                Property("nullable", Nullable<Int8>.self)
                Property("list", [Int8?].self)
                Property("set", Set<String>.self)
                Property("table", [String: Double].self)
                Property("colors", [Color: Bool].self)
                Property("counts", [Int: String].self)
                Property("anything", JSON.self)
            }
            .json(in: &registry)
        }
    }

    @Test(arguments: [SchemaDirection.input, .output])
    func encodedValuesAreValid(_ direction: SchemaDirection) throws {
        let json = try JSONValueEncoder().encode(Everything())
        #expect(try Self.schema(direction).validate(json).isEmpty)
    }

    @Test func validValuesDecode() throws {
        let value = Everything()
        let json = try JSONValueEncoder().encode(value)
        #expect(try JSONValueDecoder().decode(Everything.self, from: json) == value)
    }

    /// A property, a value for it, and whether it is valid for both the input schema and the decoder.
    @Test(
        arguments: [
            ("flag", 1, false), ("text", 1, false), ("integer", 1.5, false), ("integer", 2.0, true),
            ("integer", "1", false), ("integer", true, false), ("small", 128, false), ("unsigned", -1, false),
            ("number", "1.5", false), ("number", 1, true), ("amount", 1, false), ("amount", "1e3", false),
            ("amount", "01", false), ("amount", "+1", false), ("amount", "1.", false), ("amount", "-0.50", true),
            ("date", 0, false), ("date", "2026-01-01T00:00:00", false), ("date", "2026-01-01 00:00:00Z", false),
            ("date", "2026-01-01", false), ("date", "2026-01-01T00:00:00+02:00", true),
            ("id", "urn:uuid:2f1c7c3a-9d1e-4b52-8f0a-5d3e6c7b8a90", false),
            ("id", "2F1C7C3A-9D1E-4B52-8F0A-5D3E6C7B8A90", true), ("link", "/relative", false),
            ("link", "mailto:a@b.example", true), ("optional", nil, true), ("optional", 7, true),
            ("nullable", nil, true),
            ("list", [1, 2], true), ("list", ["1"], false), ("colors", ["blue": true], false),
            ("counts", ["a": "x"], false), ("anything", nil, true),
        ] as [(String, JSON, Bool)]
    )
    func schemaAndDecoderAgree(_ property: String, _ value: JSON, _ isValid: Bool) throws {
        var json = try JSONValueEncoder().encode(Everything())
        json[property] = value
        #expect(try Self.schema(.input).validate(json).isEmpty == isValid)
        #expect(((try? JSONValueDecoder().decode(Everything.self, from: json)) != nil) == isValid)
    }

    private static func schema(_ direction: SchemaDirection) throws -> CompiledSchema {
        var registry = SchemaRegistry(direction: direction)
        let schema = Everything.schema(in: &registry)
        #expect(registry.conflicts.isEmpty)
        return try CompiledSchema(schema, definitions: registry.components, formats: .payload)
    }
}
