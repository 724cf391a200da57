import OrderedCollections

extension SchemaCompiler {
    mutating func alternatives(_ keyword: String, in source: SchemaSource) -> Alternatives? {
        let schemas = schemas(keyword, in: source)
        if schemas.isEmpty { return nil }
        return Alternatives(schemas: schemas, discriminator: discriminator(of: keyword, in: source))
    }

    /// What `discriminator` says, read leniently: it is an annotation, and a broken one only costs explanations.
    private mutating func discriminator(of keyword: String, in source: SchemaSource) -> Discriminator? {
        guard let discriminator = source.members["discriminator"],
            let propertyName = discriminator["propertyName"]?.stringValue,
            let branches = source.members[keyword]?.arrayValue
        else { return nil }
        var alternatives: [String: Int] = [:]
        var values: [String] = []
        let mapping = discriminator["mapping"]?.objectValue ?? [:]
        for (position, branch) in branches.enumerated() {
            let reference = branch["$ref"]?.stringValue
            let mapped = mapping.filter { Self.reference($0.value.stringValue, leadsTo: reference) }.map(\.key)
            let declared = constants(of: propertyName, in: branch, resource: source.resource)
            let implied = reference.flatMap { $0.split(separator: "/").last }.map { [String($0)] } ?? []
            let names = [declared, mapped, implied].first { !$0.isEmpty } ?? []
            for name in names where alternatives[name] == nil {
                alternatives[name] = position
                values.append(name)
            }
        }
        if alternatives.isEmpty { return nil }
        return Discriminator(propertyName: propertyName, alternatives: alternatives, values: values)
    }

    /// A mapping's value is a reference or the bare name of a component.
    private static func reference(_ mapped: String?, leadsTo reference: String?) -> Bool {
        guard let mapped, let reference else { return false }
        return mapped == reference || "#/components/schemas/\(mapped)" == reference
    }

    /// The values that an alternative allows for the property by `const` or `enum`.
    private mutating func constants(of property: String, in branch: JSON, resource: Int) -> [String] {
        var schema = branch
        if let reference = branch["$ref"]?.stringValue, branch["properties"] == nil {
            schema = index.target(of: reference, from: resource)?.json ?? branch
        }
        let value = schema["properties"]?[property]
        if let constant = value?["const"]?.stringValue { return [constant] }
        return value?["enum"]?.arrayValue?.compactMap(\.stringValue) ?? []
    }
}
