import OrderedCollections

extension SchemaRegistry {
    /// What is wrong with the examples of the components' types, one sentence each.
    ///
    /// Each example is encoded, checked against its schema and decoded again, so a type whose `Codable` conformance
    /// and definition have come apart is found before anything is sent.
    package func exampleFaults() -> [String] {
        types.flatMap { key, type in faults(ofExamplesOf: type, key: key) }
    }

    private func faults<Component: SchemaComponent>(ofExamplesOf type: Component.Type, key: String) -> [String] {
        guard !type.examples.isEmpty else { return [] }
        let schema: CompiledSchema
        do throws(SchemaCompileError) {
            schema = try CompiledSchema(["$ref": .string(referencePrefix + key)], definitions: components)
        } catch {
            return ["The schema of \(type.schemaName) is not valid: \(error)."]
        }
        return type.examples.enumerated()
            .flatMap { index, example in
                faults(of: example, for: schema).map { "Example \(index + 1) of \(type.schemaName): \($0)." }
            }
    }

    private func faults<Component: SchemaComponent>(of example: Component, for schema: CompiledSchema) -> [String] {
        do {
            let json = try JSONValueEncoder().encode(example)
            let violations = schema.validate(json)
            guard violations.isEmpty else { return violations.map { "\($0)" } }
            _ = try JSONValueDecoder().decode(Component.self, from: json)
            return []
        } catch EncodingError.invalidValue(_, let context) {
            return ["it cannot be encoded: \(context.debugDescription)"]
        } catch {
            return ["it cannot be decoded again: \(error)"]
        }
    }
}
