import JSONSchema
import OrderedCollections

extension Linter {
    mutating func checkResponse(_ node: DocumentNode) {
        if node.json["$ref"] == nil && node.json["description"]?.stringValue == nil {
            report("response-description", node.pointer, "a response needs a description")
        }
    }

    mutating func checkParameter(_ node: DocumentNode) {
        if let schema = node.json["schema"] {
            checkExamples(of: node, against: schema)
        }
    }

    /// Examples are held against the schema of JSON content; other media types spell them as text.
    mutating func checkMediaType(_ node: DocumentNode) {
        let name = node.pointer.tokens.last ?? ""
        if let schema = node.json["schema"], name.hasSuffix("json") {
            checkExamples(of: node, against: schema)
        }
    }

    private mutating func checkExamples(of node: DocumentNode, against schema: JSON) {
        if let example = node.json["example"] {
            check(example, at: node.pointer.appending(["example"]), against: schema)
        }
        for (name, example) in node.json["examples"]?.objectValue ?? [:] {
            let place = node.pointer.appending(["examples", name])
            if let value = resolved(example)?["value"] {
                check(value, at: example["$ref"] == nil ? place.appending(["value"]) : place, against: schema)
            }
        }
    }

    private mutating func check(_ example: JSON, at pointer: JSONPointer, against schema: JSON) {
        for fault in examples.faults(of: example, at: [], against: schema) {
            report(fault.rule, pointer.appending(fault.path), fault.message)
        }
    }
}
