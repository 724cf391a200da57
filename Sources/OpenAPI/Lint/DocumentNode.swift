package import JSONSchema
import OrderedCollections

/// An object of a document with its kind and its place.
package struct DocumentNode: Sendable {
    package var kind: NodeKind
    package var pointer: JSONPointer
    package var json: JSON

    /// The nodes right below this one, in writing order of the table of kinds.
    ///
    /// A callback is an object of path items whose keys are runtime expressions.
    package var children: [DocumentNode] {
        if kind == .callback {
            return (json.objectValue ?? [:])
                .compactMap { key, value in
                    key.hasPrefix("x-") || key == "$ref" ? nil : child(.pathItem, value, key)
                }
        }
        var nodes: [DocumentNode] = []
        for member in NodeKind.members[kind] ?? [] {
            guard let value = json[member.key] else {
                continue
            }
            switch member.shape {
            case .one:
                nodes.append(child(member.kind, value, member.key))
            case .list:
                for (index, element) in (value.arrayValue ?? []).enumerated() {
                    nodes.append(child(member.kind, element, member.key, String(index)))
                }
            case .map:
                for (key, element) in value.objectValue ?? [:] where !isExtension(key, in: member.key) {
                    nodes.append(child(member.kind, element, member.key, key))
                }
            }
        }
        return nodes
    }

    /// Calls `visit` with this node and everything below it, a node before its children.
    ///
    /// The parser bounds the depth of a document, and with it the depth of this recursion.
    package func walk(_ visit: (DocumentNode) -> Void) {
        visit(self)
        for node in children {
            node.walk(visit)
        }
    }

    private func child(_ kind: NodeKind, _ json: JSON, _ path: String...) -> DocumentNode {
        DocumentNode(kind: kind, pointer: pointer.appending(path), json: json)
    }

    /// Paths and responses may hold extensions beside their entries; in other maps every key is a name.
    private func isExtension(_ key: String, in member: String) -> Bool {
        (member == "paths" || member == "responses") && kind != .components && key.hasPrefix("x-")
    }
}
