import JSONSchema
import OrderedCollections

/// Encodes the examples that a type declares, by name.
typealias ExampleWriter = @Sendable () throws -> OrderedDictionary<String, JSON>

/// The examples of a type, when it is a component that declares some: named after it, numbered from the second on.
func exampleWriter<Value>(for type: Value.Type) -> ExampleWriter {
    guard let component = Value.self as? any SchemaComponent.Type else {
        return noExamples
    }
    return { try encodedExamples(of: component) }
}

let noExamples: ExampleWriter = { [:] }

private func encodedExamples<Component: SchemaComponent>(
    of type: Component.Type
) throws -> OrderedDictionary<String, JSON> {
    var examples: OrderedDictionary<String, JSON> = [:]
    for (index, example) in Component.examples.enumerated() {
        let name = index == 0 ? Component.schemaName : "\(Component.schemaName) \(index + 1)"
        examples[name] = try JSONValueEncoder().encode(example)
    }
    return examples
}
