import JSONSchema
import OrderedCollections

extension Linter {
    /// Every reference inside the document must lead somewhere; others cannot be followed and are mentioned.
    mutating func checkReference(_ node: DocumentNode) {
        guard let reference = node.json["$ref"]?.stringValue else {
            return
        }
        let place = node.pointer.appending(["$ref"])
        guard let target = JSONPointer(reference: reference) else {
            if reference.hasPrefix("#") {
                report("anchor", place, "the anchor \(reference) is not checked", severity: .warning)
            } else {
                report("external-reference", place, "\(reference) lies outside and is not checked", severity: .warning)
            }
            return
        }
        if document[pointer: target] == nil {
            report("unresolved-reference", place, "\(reference) does not exist")
        }
    }

    /// The node itself, or what its reference leads to; nil when that is nowhere or a ring.
    func resolved(_ json: JSON) -> JSON? {
        var current = json
        for _ in 0..<Self.maximumReferenceHops {
            guard let reference = current["$ref"]?.stringValue else {
                return current
            }
            guard let next = JSONPointer(reference: reference).flatMap({ document[pointer: $0] }) else {
                return nil
            }
            current = next
        }
        return nil
    }

    /// A chain of references longer than this is taken for a ring.
    private static var maximumReferenceHops: Int { 16 }
}
