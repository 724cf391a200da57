import OrderedCollections

/// Operations on schemas.
extension JSON {
    /// `anyOf` this schema and `null`.
    var nullable: JSON { ["anyOf": [self, Self.nullSchema]] }

    private static let nullSchema: JSON = ["type": "null"]

    /// The schema with a title and a description after its `type` or `$ref`, unless it has its own.
    func annotated(title: String?, description: String?) -> JSON {
        guard case .object(let members) = self else { return self }
        var result: OrderedDictionary<String, JSON> = [:]
        let leading = members.keys.first.map { $0 == "type" || $0 == "$ref" } == true ? 1 : 0
        for (key, value) in members.elements.prefix(leading) { result[key] = value }
        if let title, members["title"] == nil { result["title"] = .string(title) }
        if let description, members["description"] == nil { result["description"] = .string(description) }
        for (key, value) in members.elements.dropFirst(leading) { result[key] = value }
        return .object(result)
    }

    /// The schema with keywords set; of a nullable schema those of the part that is not null.
    func constrained(by keywords: OrderedDictionary<String, JSON>) -> JSON {
        guard !keywords.isEmpty else { return self }
        if case .array(let options) = self["anyOf"], options.count == 2, options[1] == Self.nullSchema {
            return options[0].constrained(by: keywords).nullable
        }
        return setting(keywords)
    }

    func setting(_ keywords: OrderedDictionary<String, JSON>) -> JSON {
        guard case .object(var members) = self else { return self }
        members.merge(keywords) { $1 }
        return .object(members)
    }

    /// The one type that the schema states, or that its part that is not null states.
    var statedType: String? {
        if case .array(let options) = self["anyOf"], options.count == 2, options[1] == Self.nullSchema {
            return options[0].statedType
        }
        return self["type"]?.stringValue
    }
}
