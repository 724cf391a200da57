import OrderedCollections

// The keywords that look at one value alone.

extension SchemaCompiler {
    mutating func types(in source: SchemaSource) -> InstanceTypes {
        guard source.vocabularies.contains(.validation), let value = source.members["type"] else { return .any }
        let names = value.stringValue.map { [JSON.string($0)] } ?? value.arrayValue ?? []
        var types: InstanceTypes = []
        for name in names {
            guard let type = name.stringValue.flatMap(InstanceTypes.init(name:)) else {
                types = []
                break
            }
            types.formUnion(type)
        }
        guard !types.isEmpty else {
            let known = InstanceTypes.named.map(\.name).joined(separator: ", ")
            report(
                "must be one or more of \(known), is \(Excerpt.value(value))",
                at: source.place.appending("type")
            )
            return .any
        }
        return types
    }

    mutating func allowedValues(in source: SchemaSource) -> [AllowedValues] {
        guard source.vocabularies.contains(.validation) else { return [] }
        var allowed: [AllowedValues] = []
        if let value = source.members["enum"] {
            if let values = value.arrayValue {
                allowed.append(AllowedValues(keyword: "enum", values: values))
            } else {
                report("must be an array, is \(Excerpt.value(value))", at: source.place.appending("enum"))
            }
        }
        if let value = source.members["const"] {
            allowed.append(AllowedValues(keyword: "const", values: [value]))
        }
        return allowed
    }

    mutating func numberKeywords(in source: SchemaSource) -> NumberKeywords? {
        let names = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"]
        guard source.vocabularies.contains(.validation), names.contains(where: source.has) else { return nil }
        var divisor = number("multipleOf", in: source)
        if let number = divisor, number <= 0 {
            report("must be greater than 0, is \(Excerpt.number(number))", at: source.place.appending("multipleOf"))
            divisor = nil
        }
        return NumberKeywords(
            minimum: number("minimum", in: source).map(NumberBound.init),
            maximum: number("maximum", in: source).map(NumberBound.init),
            exclusiveMinimum: number("exclusiveMinimum", in: source).map(NumberBound.init),
            exclusiveMaximum: number("exclusiveMaximum", in: source).map(NumberBound.init),
            multipleOf: divisor
        )
    }

    mutating func stringKeywords(in source: SchemaSource) -> StringKeywords? {
        let isValidating = source.vocabularies.contains(.validation)
        let keywords = StringKeywords(
            minLength: isValidating ? count("minLength", in: source) : nil,
            maxLength: isValidating ? count("maxLength", in: source) : nil,
            pattern: isValidating ? pattern("pattern", in: source) : nil,
            format: format(in: source)
        )
        return keywords.isEmpty ? nil : keywords
    }

    private mutating func pattern(_ keyword: String, in source: SchemaSource) -> Pattern? {
        guard let text = string(keyword, in: source) else { return nil }
        return pattern(text, at: source.place.appending(keyword))
    }

    /// The format to check, if it is known and wanted; formats of numbers, and private ones, are annotations.
    private mutating func format(in source: SchemaSource) -> StringFormat? {
        guard let name = string("format", in: source), let format = StringFormat(rawValue: name) else { return nil }
        let isWanted = formats.includes(format) || source.vocabularies.contains(.formatAssertion)
        return isWanted ? format : nil
    }
}

extension SchemaSource {
    func has(_ keyword: String) -> Bool {
        members[keyword] != nil
    }
}

extension StringKeywords {
    fileprivate var isEmpty: Bool {
        minLength == nil && maxLength == nil && pattern == nil && format == nil
    }
}
