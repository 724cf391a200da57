import OrderedCollections

/// A schema object about to be compiled.
struct SchemaSource {
    let members: OrderedDictionary<String, JSON>
    let place: SchemaPlace
    let resource: Int
    let vocabularies: Vocabularies
}

// MARK: - Keyword values of the right type

extension SchemaCompiler {
    mutating func string(_ keyword: String, in source: SchemaSource) -> String? {
        guard let value = source.members[keyword] else { return nil }
        guard let string = value.stringValue else {
            reportType(of: keyword, "a string", value, in: source)
            return nil
        }
        return string
    }

    mutating func number(_ keyword: String, in source: SchemaSource) -> JSONNumber? {
        guard let value = source.members[keyword] else { return nil }
        guard let number = value.numberValue else {
            reportType(of: keyword, "a number", value, in: source)
            return nil
        }
        return number
    }

    /// A length or a number of things; what exceeds `Int` counts as its maximum.
    mutating func count(_ keyword: String, in source: SchemaSource) -> Int? {
        guard let value = source.members[keyword] else { return nil }
        guard let number = value.numberValue, number.isInteger, number >= 0 else {
            reportType(of: keyword, "an integer of at least 0", value, in: source)
            return nil
        }
        return number.int ?? .max
    }

    mutating func flag(_ keyword: String, in source: SchemaSource) -> Bool {
        guard let value = source.members[keyword] else { return false }
        guard let flag = value.boolValue else {
            reportType(of: keyword, "a boolean", value, in: source)
            return false
        }
        return flag
    }

    mutating func names(_ keyword: String, in source: SchemaSource) -> [String] {
        guard let value = source.members[keyword] else { return [] }
        return names(value, at: source.place.appending(keyword))
    }

    mutating func names(_ value: JSON, at place: SchemaPlace) -> [String] {
        let elements = value.arrayValue
        let names = elements?.compactMap(\.stringValue) ?? []
        if elements == nil || names.count != elements?.count {
            report("must be an array of names, is \(Excerpt.value(value))", at: place)
        }
        return names
    }

    mutating func pattern(_ text: String, at place: SchemaPlace) -> Pattern? {
        do throws(PatternError) {
            return try Pattern(text)
        } catch {
            report("the pattern \(Excerpt.quoted(text)) cannot be read: \(error)", at: place)
            return nil
        }
    }

    mutating func schema(_ keyword: String, in source: SchemaSource) -> Subschema? {
        source.members[keyword].map { subschema($0, at: source.place.appending(keyword), in: source) }
    }

    mutating func schemas(_ keyword: String, in source: SchemaSource) -> [Subschema] {
        guard let value = source.members[keyword] else { return [] }
        guard let elements = value.arrayValue, !elements.isEmpty else {
            reportType(of: keyword, "an array of at least one schema", value, in: source)
            return []
        }
        return elements.enumerated()
            .map { position, element in
                subschema(element, at: source.place.appending(keyword, position), in: source)
            }
    }

    /// The schemas that a keyword has by name, in the order of the text.
    mutating func namedSchemas(_ keyword: String, in source: SchemaSource) -> [(name: String, schema: Subschema)] {
        members(keyword, in: source)
            .map { name, value in
                (name, subschema(value, at: source.place.appending(keyword, name), in: source))
            }
    }

    mutating func members(_ keyword: String, in source: SchemaSource) -> OrderedDictionary<String, JSON> {
        guard let value = source.members[keyword] else { return [:] }
        guard let members = value.objectValue else {
            reportType(of: keyword, "an object", value, in: source)
            return [:]
        }
        return members
    }

    private mutating func reportType(of keyword: String, _ noun: String, _ value: JSON, in source: SchemaSource) {
        report("must be \(noun), is \(Excerpt.value(value))", at: source.place.appending(keyword))
    }
}
