import OrderedCollections

extension SchemaRegistry {
    /// The keys of components that both registries have and that do not mean the same in both.
    ///
    /// A document with both directions is made in two rounds: once with plain registries to find these names, and,
    /// if there are any, once more with registries that split them.
    public static func differences(_ input: SchemaRegistry, _ output: SchemaRegistry) -> Set<String> {
        let shared = input.components.keys.filter { output.components[$0] != nil }
        var differing = Set(shared.filter { input.components[$0] != output.components[$0] })
        let references = Dictionary(
            uniqueKeysWithValues: shared.map { key in
                (key, input.components[key].map { input.references(in: $0) } ?? [])
            }
        )
        var isGrowing = true
        while isGrowing {
            let users = shared.filter {
                !differing.contains($0) && references[$0]?.isDisjoint(with: differing) == false
            }
            differing.formUnion(users)
            isGrowing = !users.isEmpty
        }
        return differing
    }

    /// The keys of the components that a schema refers to.
    private func references(in schema: JSON) -> Set<String> {
        switch schema {
        case .array(let elements):
            return elements.reduce(into: []) { $0.formUnion(references(in: $1)) }
        case .object(let members):
            var found: Set<String> = []
            for (key, value) in members {
                if key == "$ref", let reference = value.stringValue, reference.hasPrefix(referencePrefix) {
                    found.insert(String(reference.dropFirst(referencePrefix.count)))
                } else {
                    found.formUnion(references(in: value))
                }
            }
            return found
        default:
            return []
        }
    }
}
