import JSONSchema
import OrderedCollections

/// Holds examples and defaults against their schemas.
struct ExampleChecker {
    struct Fault {
        var rule: String
        /// Below the node that was asked about.
        var path: [String]
        var message: String
    }

    private let components: OrderedDictionary<String, JSON>
    private var compiled: [JSON: CompiledSchema] = [:]

    init(components: OrderedDictionary<String, JSON>) {
        self.components = components
    }

    /// What a schema says about itself: `default` and `examples`, and the OpenAPI 3.0 `example`.
    mutating func faults(inSchema schema: JSON) -> [Fault] {
        var faults: [Fault] = []
        if let value = schema["default"] {
            faults += self.faults(of: value, at: ["default"], against: schema)
        }
        if let value = schema["example"] {
            faults += self.faults(of: value, at: ["example"], against: schema)
        }
        for (index, value) in (schema["examples"]?.arrayValue ?? []).enumerated() {
            faults += self.faults(of: value, at: ["examples", String(index)], against: schema)
        }
        return faults
    }

    mutating func faults(of example: JSON, at path: [String], against schema: JSON) -> [Fault] {
        let validator: CompiledSchema
        if let known = compiled[schema] {
            validator = known
        } else {
            do {
                validator = try CompiledSchema(schema, definitions: components, formats: .payload)
            } catch {
                return [Fault(rule: "schema", path: [], message: "the schema cannot be used: \(error)")]
            }
            compiled[schema] = validator
        }
        return validator.validate(example)
            .map { violation in
                Fault(
                    rule: "example",
                    path: path + (JSONPointer(violation.instancePointer)?.tokens ?? []),
                    message: "does not match its schema: \(violation.message)"
                )
            }
    }
}
