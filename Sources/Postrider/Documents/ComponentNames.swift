import JSONSchema
import OrderedCollections

/// Joins the schemas of inputs and outputs into one set of components.
///
/// While operations are described, references carry their direction as a prefix. A type that reads and writes the same
/// has one component; one that differs, or that holds one that differs, has two: `Order-Input` and `Order-Output`.
struct ComponentNames {
    enum Direction: String, CaseIterable {
        case input = "Input"
        case output = "Output"

        /// What a reference starts with until the names are settled.
        var prefix: String { "urn:postrider:\(rawValue):" }
    }

    private let components: [Direction: OrderedDictionary<String, JSON>]
    /// The names that need two components.
    private let split: Set<String>

    init(input: OrderedDictionary<String, JSON>, output: OrderedDictionary<String, JSON>) {
        components = [.input: input, .output: output]
        let shared = input.keys.filter { output[$0] != nil }
        var split = Set(shared.filter { Self.neutral(input[$0]) != Self.neutral(output[$0]) })
        var grown = true
        while grown {
            grown = false
            for name in shared where !split.contains(name) {
                let references = Self.references(in: input[name] ?? .null)
                if !split.isDisjoint(with: references) {
                    split.insert(name)
                    grown = true
                }
            }
        }
        self.split = split
    }

    /// The components under their final names, sorted.
    var schemas: OrderedDictionary<String, JSON> {
        var schemas: OrderedDictionary<String, JSON> = [:]
        for direction in Direction.allCases {
            for (name, schema) in components[direction] ?? [:] {
                schemas[finalName(name, direction)] = settled(schema)
            }
        }
        schemas.sort { $0.key < $1.key }
        return schemas
    }

    /// Names that a split takes although another type has them.
    var collisions: [String] {
        split.sorted().flatMap { name in
            Direction.allCases.map { "\(name)-\($0.rawValue)" }
        }
        .filter { name in components.values.contains { $0[name] != nil } }
    }

    /// A schema, or a whole document, with its references under their final names.
    func settled(_ json: JSON) -> JSON {
        SchemaReference.mapping(json) { reference in
            for direction in Direction.allCases where reference.hasPrefix(direction.prefix) {
                let name = String(reference.dropFirst(direction.prefix.count))
                return SchemaReference.prefix + finalName(name, direction)
            }
            return reference
        }
    }

    private func finalName(_ name: String, _ direction: Direction) -> String {
        split.contains(name) ? "\(name)-\(direction.rawValue)" : name
    }

    private static func neutral(_ json: JSON?) -> JSON? {
        json.map { json in
            SchemaReference.mapping(json) { reference in
                Direction.allCases.reduce(reference) { $0.replacing($1.prefix, with: "") }
            }
        }
    }

    private static func references(in json: JSON) -> Set<String> {
        var found: Set<String> = []
        _ = SchemaReference.mapping(json) { reference in
            for direction in Direction.allCases where reference.hasPrefix(direction.prefix) {
                found.insert(String(reference.dropFirst(direction.prefix.count)))
            }
            return reference
        }
        return found
    }
}
