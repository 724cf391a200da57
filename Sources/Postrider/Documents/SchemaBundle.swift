import JSONSchema
import OrderedCollections

/// A schema that is complete in itself: its components become its `$defs`.
enum SchemaBundle {
    /// Bundles a schema whose references start with `prefix`, with the components that it reaches.
    static func make(_ schema: JSON, components: OrderedDictionary<String, JSON>, prefix: String) -> JSON {
        var definitions: OrderedDictionary<String, JSON> = [:]
        var pending: [String] = []
        let localize: (String) -> String = { reference in
            guard reference.hasPrefix(prefix) else {
                return reference
            }
            let name = String(reference.dropFirst(prefix.count))
            pending.append(name)
            return "#/$defs/" + name
        }
        var bundle = SchemaReference.mapping(schema, localize)
        while let name = pending.popLast() {
            if definitions[name] == nil, let component = components[name] {
                definitions[name] = .null
                definitions[name] = SchemaReference.mapping(component, localize)
            }
        }
        if !definitions.isEmpty {
            definitions.sort { $0.key < $1.key }
            bundle["$defs"] = .object(definitions)
        }
        return bundle
    }
}
