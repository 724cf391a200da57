import JSONSchema
import OrderedCollections

/// Compiles the schemas of inputs at start, each once.
struct InputCompiler {
    /// Every component that inputs refer to.
    private var registry: SchemaRegistry
    private var compiled: [JSON: CompiledSchema] = [:]

    init(registry: SchemaRegistry) {
        self.registry = registry
    }

    /// The schema as inputs see it.
    mutating func schema(_ writer: SchemaWriter) -> JSON {
        writer(&registry)
    }

    mutating func compile(_ schema: JSON) throws -> CompiledSchema {
        if let known = compiled[schema] {
            return known
        }
        let new = try CompiledSchema(schema, definitions: registry.components, formats: .payload)
        compiled[schema] = new
        return new
    }

    /// A schema with its reference followed, when it is one.
    func resolved(_ schema: JSON) -> JSON {
        guard
            let name = schema["$ref"]?.stringValue?.split(separator: "/").last,
            let component = registry.components[String(name)]
        else {
            return schema
        }
        return component
    }
}
