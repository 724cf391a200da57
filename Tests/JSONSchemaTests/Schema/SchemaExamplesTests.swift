import JSONSchema
import Testing

struct SchemaExamplesTests {
    struct Sound: SchemaComponent {
        var name: String
        static let examples = [Sound(name: "a"), Sound(name: "bb")]

        static func definition(in registry: inout SchemaRegistry) -> JSON {
            ObjectSchema { Property("name", String.self, .minLength(1)) }.json(in: &registry)
        }
    }

    /// Says `name` where its `Codable` conformance says `title`.
    struct Misspelt: SchemaComponent {
        var title: String
        static let examples = [Misspelt(title: "a")]

        static func definition(in registry: inout SchemaRegistry) -> JSON {
            ObjectSchema { Property("name", String.self) }.json(in: &registry)
        }
    }

    struct OutOfBounds: SchemaComponent {
        var count: Int8
        static let examples = [OutOfBounds(count: 1), OutOfBounds(count: 11)]

        static func definition(in registry: inout SchemaRegistry) -> JSON {
            ObjectSchema { Property("count", Int8.self, .range(...10)) }.json(in: &registry)
        }
    }

    struct Infinite: SchemaComponent {
        var number: Double
        static let examples = [Infinite(number: .infinity)]

        static func definition(in registry: inout SchemaRegistry) -> JSON {
            ObjectSchema { Property("number", Double.self) }.json(in: &registry)
        }
    }

    @Test func validExamplesHaveNoFaults() {
        #expect(faults([Sound].self).isEmpty)
    }

    @Test(arguments: [
        (Misspelt.self as any SchemaComponent.Type, "Example 1 of Misspelt: the value "),
        (OutOfBounds.self, "Example 2 of OutOfBounds: /count "),
        (Infinite.self, "Example 1 of Infinite: it cannot be encoded: "),
    ])
    func aFaultNamesTheTypeAndThePlace(_ type: any SchemaComponent.Type, _ prefix: String) {
        let faults = faults(type)
        #expect(faults.count == 1)
        #expect(faults.first?.hasPrefix(prefix) == true, "\(faults)")
    }

    private func faults(_ type: any SchemaRepresentable.Type) -> [String] {
        var registry = SchemaRegistry(direction: .output)
        _ = type.schema(in: &registry)
        return registry.exampleFaults()
    }
}
