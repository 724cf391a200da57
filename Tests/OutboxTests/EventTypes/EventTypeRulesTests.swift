import JSONSchema
import Testing

@testable import Outbox

struct EventTypeRulesTests {
    private func places(_ definition: EventTypeDefinition) -> [String] {
        definition.problems().map(\.pointer)
    }

    @Test func acceptsWhatIsBare() {
        #expect(places(EventTypeDefinition()).isEmpty)
    }

    @Test func acceptsAnExampleThatFits() {
        let schema: JSON = ["type": "object", "required": ["fee"], "properties": ["fee": ["type": "number"]]]
        #expect(places(EventTypeDefinition(schema: schema, example: ["fee": 1.5])).isEmpty)
        #expect(places(EventTypeDefinition(schema: schema, example: [:])) == ["/example"])
    }

    @Test func tellsWhereASchemaIsNone() {
        let places = places(EventTypeDefinition(schema: ["properties": ["fee": ["type": "money"]]]))
        #expect(!places.isEmpty)
        #expect(places.allSatisfy { $0.hasPrefix("/schema") })
    }

    @Test func boundsTexts() {
        let long = EventTypeDefinition(
            summary: String(repeating: "x", count: 257),
            description: String(repeating: "x", count: 16_385)
        )
        #expect(places(long) == ["/summary", "/description"])
        #expect(places(EventTypeDefinition(summary: "a\u{0}", description: "\u{0}")) == ["/summary", "/description"])
        let schema: JSON = ["description": .string(String(repeating: "x", count: Limits.schemaBytes))]
        #expect(places(EventTypeDefinition(schema: schema, example: schema)) == ["/schema", "/example"])
    }

    @Test(arguments: [("", "pattern"), ("a b", "pattern"), ("postrider.x", "not")])
    func refusesNames(name: String, keyword: String) {
        #expect(EventTypeStore.nameProblems(name).map(\.keyword) == [keyword])
    }
}
