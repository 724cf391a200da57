import OrderedCollections

// The keywords that apply schemas, and those that bound the size of arrays and objects.

extension SchemaCompiler {
    mutating func arrayKeywords(in source: SchemaSource) -> ArrayKeywords? {
        let isValidating = source.vocabularies.contains(.validation)
        let isApplying = source.vocabularies.contains(.applicator)
        let keywords = ArrayKeywords(
            minItems: isValidating ? count("minItems", in: source) : nil,
            maxItems: isValidating ? count("maxItems", in: source) : nil,
            isUnique: isValidating && flag("uniqueItems", in: source),
            prefixItems: isApplying ? schemas("prefixItems", in: source) : [],
            items: isApplying ? schema("items", in: source) : nil,
            contains: isApplying ? contains(in: source, isBounded: isValidating) : nil
        )
        return keywords.isEmpty ? nil : keywords
    }

    private mutating func contains(in source: SchemaSource, isBounded: Bool) -> ArrayKeywords.Contains? {
        guard let schema = schema("contains", in: source) else { return nil }
        let minimum = isBounded ? count("minContains", in: source) : nil
        return ArrayKeywords.Contains(
            schema: schema,
            minimum: minimum ?? 1,
            maximum: isBounded ? count("maxContains", in: source) : nil,
            minimumKeyword: minimum == nil ? "contains" : "minContains"
        )
    }

    mutating func objectKeywords(in source: SchemaSource) -> ObjectKeywords? {
        let isValidating = source.vocabularies.contains(.validation)
        let isApplying = source.vocabularies.contains(.applicator)
        let properties = isApplying ? namedSchemas("properties", in: source) : []
        let patterns = isApplying ? patternProperties(in: source) : []
        let additional = isApplying ? schema("additionalProperties", in: source) : nil
        let names = isApplying ? schema("propertyNames", in: source) : nil
        let keywords = ObjectKeywords(
            minProperties: isValidating ? count("minProperties", in: source) : nil,
            maxProperties: isValidating ? count("maxProperties", in: source) : nil,
            properties: table(properties, required: isValidating ? self.names("required", in: source) : []),
            patternProperties: patterns,
            additional: additional,
            names: names,
            dependentRequired: isValidating ? dependentRequired(in: source) : [],
            concernsMembers: !properties.isEmpty || !patterns.isEmpty || additional != nil || names != nil
        )
        return keywords.isEmpty ? nil : keywords
    }

    private func table(_ properties: [(name: String, schema: Subschema)], required: [String]) -> PropertyTable {
        let required = OrderedSet(required)
        var entries: OrderedDictionary<String, PropertyTable.Entry> = [:]
        for (name, schema) in properties {
            entries[name] = PropertyTable.Entry(name: name, schema: schema, isRequired: required.contains(name))
        }
        for name in required where entries[name] == nil {
            entries[name] = PropertyTable.Entry(name: name, schema: nil, isRequired: true)
        }
        return PropertyTable(entries: Array(entries.values))
    }

    private mutating func patternProperties(in source: SchemaSource) -> [ObjectKeywords.PatternProperty] {
        namedSchemas("patternProperties", in: source)
            .compactMap { name, schema in
                let pattern = pattern(name, at: source.place.appending("patternProperties", name))
                return pattern.map { ObjectKeywords.PatternProperty(pattern: $0, schema: schema) }
            }
    }

    private mutating func dependentRequired(in source: SchemaSource) -> [ObjectKeywords.DependentNames] {
        members("dependentRequired", in: source)
            .map { name, value in
                let required = names(value, at: source.place.appending("dependentRequired", name))
                return ObjectKeywords.DependentNames(name: name, required: required)
            }
    }
}

// MARK: - The same value

extension SchemaCompiler {
    mutating func inPlaceKeywords(in source: SchemaSource) -> InPlaceKeywords? {
        let isApplying = source.vocabularies.contains(.applicator)
        let keywords = InPlaceKeywords(
            reference: subschema(referredToBy: "$ref", in: source).map { subschema($0) },
            dynamicReference: dynamicReference(in: source),
            allOf: isApplying ? schemas("allOf", in: source) : [],
            anyOf: isApplying ? alternatives("anyOf", in: source) : nil,
            oneOf: isApplying ? alternatives("oneOf", in: source) : nil,
            not: isApplying ? schema("not", in: source) : nil,
            condition: isApplying ? condition(in: source) : nil,
            dependentSchemas: isApplying ? dependentSchemas(in: source) : []
        )
        return keywords.isEmpty ? nil : keywords
    }

    /// Dynamic only when it leads, seen statically, to a `$dynamicAnchor` of the name that it gives.
    private mutating func dynamicReference(in source: SchemaSource) -> InPlaceKeywords.DynamicReference? {
        guard let target = subschema(referredToBy: "$dynamicRef", in: source) else { return nil }
        let fragment = string("$dynamicRef", in: source).flatMap { URIReference($0).fragment } ?? ""
        let isDynamic = target.json["$dynamicAnchor"]?.stringValue == fragment
        return InPlaceKeywords.DynamicReference(
            fallback: subschema(target),
            anchor: isDynamic ? dynamicName(fragment) : nil
        )
    }

    private mutating func condition(in source: SchemaSource) -> InPlaceKeywords.Condition? {
        guard let test = schema("if", in: source) else { return nil }
        return InPlaceKeywords.Condition(
            test: test,
            then: schema("then", in: source),
            otherwise: schema("else", in: source)
        )
    }

    private mutating func dependentSchemas(in source: SchemaSource) -> [InPlaceKeywords.DependentSchema] {
        namedSchemas("dependentSchemas", in: source)
            .map { name, schema in
                InPlaceKeywords.DependentSchema(name: name, schema: schema)
            }
    }
}

// MARK: - Whether there is anything to do

extension ArrayKeywords {
    fileprivate var isEmpty: Bool {
        minItems == nil && maxItems == nil && !isUnique && prefixItems.isEmpty && items == nil && contains == nil
    }
}

extension ObjectKeywords {
    fileprivate var isEmpty: Bool {
        minProperties == nil && maxProperties == nil && properties.entries.isEmpty && dependentRequired.isEmpty
            && !concernsMembers
    }
}

extension InPlaceKeywords {
    fileprivate var isEmpty: Bool {
        targets.isEmpty && dynamicReference == nil
    }
}
