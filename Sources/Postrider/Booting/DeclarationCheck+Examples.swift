import JSONSchema
import OrderedCollections

extension DeclarationCheck {
    /// Every declared example must match the schema of its type, in both directions, and be readable again.
    mutating func examples(in registries: [SchemaRegistry]) {
        var reported: Set<String> = []
        for registry in registries {
            for (key, type) in registry.types {
                for message in exampleFaults(of: type, key: key, in: registry) where reported.insert(message).inserted {
                    faults.append(BootFault(message))
                }
            }
        }
    }

    private func exampleFaults<Component: SchemaComponent>(
        of type: Component.Type,
        key: String,
        in registry: SchemaRegistry
    ) -> [String] {
        var messages: [String] = []
        for (index, example) in Component.examples.enumerated() {
            let title = "example \(index + 1) of \(Component.schemaName)"
            do {
                let json = try JSONValueEncoder().encode(example)
                let schema: JSON = ["$ref": .string(registry.referencePrefix + key)]
                let validator = try CompiledSchema(schema, definitions: registry.components, formats: .payload)
                messages += validator.validate(json).map { "\(title) does not match its schema: \($0)" }
                _ = try JSONValueDecoder().decode(type, from: json)
            } catch {
                messages.append("\(title) cannot be used: \(error)")
            }
        }
        return messages
    }
}
