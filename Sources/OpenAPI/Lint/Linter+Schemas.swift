import JSONSchema
import OrderedCollections

extension Linter {
    mutating func checkSchema(_ node: DocumentNode) {
        guard let schema = node.json.objectValue else {
            if node.json.boolValue == nil {
                report("schema", node.pointer, "a schema must be an object or a boolean")
            }
            return
        }
        if schema["nullable"] != nil {
            report(
                "nullable",
                node.pointer.appending(["nullable"]),
                "nullable is a keyword of OpenAPI 3.0; 3.1 says anyOf with {\"type\": \"null\"}, or an array of types"
            )
        }
        checkRequired(schema, at: node.pointer)
        for fault in examples.faults(inSchema: node.json) {
            report(fault.rule, node.pointer.appending(fault.path), fault.message)
        }
    }

    /// Required names must be properties, unless another part of a composed schema may bring them.
    private mutating func checkRequired(_ schema: OrderedDictionary<String, JSON>, at pointer: JSONPointer) {
        let composing = ["$ref", "$dynamicRef", "allOf", "anyOf", "oneOf", "if", "patternProperties"]
        guard
            let required = schema["required"]?.arrayValue,
            let properties = schema["properties"]?.objectValue,
            !composing.contains(where: { schema[$0] != nil })
        else {
            return
        }
        for (index, name) in required.enumerated() {
            if let name = name.stringValue, properties[name] == nil {
                report(
                    "required",
                    pointer.appending(["required", String(index)]),
                    "\"\(name)\" is required but is not one of the properties"
                )
            }
        }
    }
}
