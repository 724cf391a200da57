import JSONSchema
import OrderedCollections
import Testing

struct NullablePatchTests {
    struct Change: SchemaComponent, Equatable {
        var name: Patch<String>
        var limit: Nullable<Int8>
        var note: String?

        static func definition(in registry: inout SchemaRegistry) -> JSON {
            ObjectSchema {
                Property("name", Patch<String>.self, .minLength(1))
                Property("limit", Nullable<Int8>.self)
                Property("note", String?.self)
            }
            .json(in: &registry)
        }
    }

    @Test(arguments: [
        (#"{"limit":null}"#, Change(name: .absent, limit: .null)),
        (#"{"name":null,"limit":1}"#, Change(name: .null, limit: .value(1))),
        (#"{"name":"a","limit":null,"note":"b"}"#, Change(name: .value("a"), limit: nil, note: "b")),
    ])
    func survivesTheRoundTrip(_ text: String, _ change: Change) throws {
        let json = try JSON.parse(text)
        #expect(try JSONValueDecoder().decode(Change.self, from: json) == change)
        #expect(try JSONValueEncoder().encode(change).text() == text)
        var registry = SchemaRegistry(direction: .input)
        let schema = Change.schema(in: &registry)
        #expect(try CompiledSchema(schema, definitions: registry.components).validate(json).isEmpty)
    }

    @Test func aMissingNullableIsAnError() throws {
        #expect(throws: DecodingError.self) {
            try JSONValueDecoder().decode(Change.self, from: ["name": "a"])
        }
        var registry = SchemaRegistry(direction: .input)
        _ = Change.schema(in: &registry)
        #expect(registry.components["Change"]?["required"] == ["limit"])
    }

    @Test func anAbsentPatchCannotStandAlone() {
        #expect(throws: EncodingError.self) { try JSONValueEncoder().encode([Patch<Int8>.absent]) }
    }

    @Test func patchesApply() {
        #expect(Patch.absent.applied(to: 1) == 1)
        #expect(Patch.null.applied(to: 1) == nil)
        #expect(Patch.value(2).applied(to: 1) == 2)
        #expect(Nullable(1).wrapped == 1)
        #expect(Nullable<Int8>(nil).wrapped == nil)
    }
}
