import JSONSchema
import OrderedCollections

/// The references of schemas to components.
enum SchemaReference {
    static let prefix = "#/components/schemas/"

    /// A JSON value with every `$ref`, and every target of a discriminator's mapping, replaced.
    static func mapping(_ json: JSON, _ map: (String) -> String) -> JSON {
        switch json {
        case .array(let elements):
            return .array(elements.map { mapping($0, map) })
        case .object(let members):
            var mapped: OrderedDictionary<String, JSON> = [:]
            mapped.reserveCapacity(members.count)
            for (key, value) in members {
                switch (key, value) {
                case ("$ref", .string(let reference)): mapped[key] = .string(map(reference))
                case ("discriminator", .object): mapped[key] = mappingDiscriminator(value, map)
                default: mapped[key] = mapping(value, map)
                }
            }
            return .object(mapped)
        default:
            return json
        }
    }

    private static func mappingDiscriminator(_ json: JSON, _ map: (String) -> String) -> JSON {
        guard let targets = json["mapping"]?.objectValue else {
            // A property may be called "discriminator" as well.
            return .object((json.objectValue ?? [:]).mapValues { mapping($0, map) })
        }
        var json = json
        json["mapping"] = .object(targets.mapValues { $0.stringValue.map { .string(map($0)) } ?? $0 })
        return json
    }
}
