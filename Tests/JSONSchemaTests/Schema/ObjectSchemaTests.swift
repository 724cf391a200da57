import Foundation
import JSONSchema
import OrderedCollections
import Testing

struct ObjectSchemaTests {
    struct Subscription: SchemaComponent {
        var username: String
        var monthlyFee: Double
        var startDate: Date

        static func definition(in registry: inout SchemaRegistry) -> JSON {
            ObjectSchema {
                Property("username", String.self)
                Property("monthly_fee", Double.self)
                Property("start_date", Date.self)
            }
            .json(in: &registry)
        }
    }

    @Test func theExampleOfTheDocumentation() {
        var registry = SchemaRegistry(direction: .output)
        _ = registry.reference(to: Subscription.self)
        #expect(
            registry.components["Subscription"]?.text() == """
                {"type":"object","title":"Subscription","properties":{"username":{"type":"string"},\
                "monthly_fee":{"type":"number"},"start_date":{"type":"string","format":"date-time"}},\
                "required":["username","monthly_fee","start_date"]}
                """
        )
    }

    enum Plan: String, CaseIterable, SchemaComponent {
        case basic, premium
    }

    private static let account = ObjectSchema("A user's account.", unknownKeys: .forbidden, deprecated: true) {
        Property("plan", Plan.self, default: .basic, description: "What is paid for.")
        Property("note", String?.self, .maxLength(100), description: "Free text.")
        Property("nick", String?.self, default: "me")
        Property("closed_at", Nullable<Date>.self)
        Property("created_at", Date.self, .readOnly, title: "Created")
    }

    @Test func readsLeniently() {
        var registry = SchemaRegistry(direction: .input)
        #expect(
            Self.account.json(in: &registry).text() == """
                {"type":"object","description":"A user's account.","properties":{\
                "plan":{"$ref":"#/components/schemas/Plan","description":"What is paid for.","default":"basic"},\
                "note":{"description":"Free text.","anyOf":[{"type":"string","maxLength":100},{"type":"null"}]},\
                "nick":{"anyOf":[{"type":"string"},{"type":"null"}],"default":"me"},\
                "closed_at":{"anyOf":[{"type":"string","format":"date-time"},{"type":"null"}]},\
                "created_at":{"type":"string","title":"Created","format":"date-time","readOnly":true}},\
                "required":["closed_at","created_at"],"additionalProperties":false,"deprecated":true}
                """
        )
        #expect(registry.conflicts.isEmpty)
    }

    @Test func writesStrictly() {
        var registry = SchemaRegistry(direction: .output)
        #expect(
            Self.account.json(in: &registry).text() == """
                {"type":"object","description":"A user's account.","properties":{\
                "plan":{"$ref":"#/components/schemas/Plan","description":"What is paid for."},\
                "note":{"type":"string","description":"Free text.","maxLength":100},\
                "nick":{"type":"string"},\
                "closed_at":{"anyOf":[{"type":"string","format":"date-time"},{"type":"null"}]},\
                "created_at":{"type":"string","title":"Created","format":"date-time","readOnly":true}},\
                "required":["plan","closed_at","created_at"],"additionalProperties":false,"deprecated":true}
                """
        )
    }

    @Test func withoutRequiredPropertiesThereIsNoList() {
        var registry = SchemaRegistry(direction: .input)
        let schema = ObjectSchema { Property("a", Int8?.self) }.json(in: &registry)
        #expect(schema["required"] == nil)
        #expect(ObjectSchema {}.json(in: &registry).text() == #"{"type":"object","properties":{}}"#)
    }

    @Test(arguments: [true, false])
    func propertiesMayDependOnSomething(isAdmin: Bool) {
        var registry = SchemaRegistry(direction: .input)
        let schema = ObjectSchema {
            for name in ["a", "b"] { Property(name, Bool.self) }
            if isAdmin {
                Property("secret", String.self)
            } else {
                Property("public", String.self)
            }
            if isAdmin { Property("level", Int8.self) }
        }
        .json(in: &registry)
        let names = schema["properties"]?.objectValue.map { Array($0.keys) }
        #expect(names == (isAdmin ? ["a", "b", "secret", "level"] : ["a", "b", "public"]))
    }

    @Test func aPropertyIsDeclaredOnce() {
        var registry = SchemaRegistry(direction: .input)
        let schema = ObjectSchema {
            Property("a", Bool.self)
            Property("a", Bool.self)
        }
        .json(in: &registry)
        #expect(schema["required"] == ["a"])
        #expect(registry.conflicts == ["Property \"a\" is declared twice."])
    }
}
