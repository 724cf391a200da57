import OrderedCollections

extension Evaluation {
    mutating func evaluate(
        _ keywords: ObjectKeywords,
        _ node: SchemaNode,
        _ members: OrderedDictionary<String, JSON>,
        _ coverage: inout Coverage
    ) -> Bool {
        var isValid = true
        if let minimum = keywords.minProperties, members.count < minimum {
            isValid = fail(node, "minProperties", Self.mustHave("at least", minimum, members.count))
            guard isCollecting else { return false }
        }
        if let maximum = keywords.maxProperties, members.count > maximum {
            isValid = fail(node, "maxProperties", Self.mustHave("at most", maximum, members.count))
            guard isCollecting else { return false }
        }
        var missing = keywords.properties.requiredCount
        if keywords.concernsMembers {
            let answer = evaluateMembers(keywords, node, members, &missing, &coverage)
            guard proceed(answer, &isValid) else { return false }
        }
        if missing > 0 {
            guard proceed(evaluateRequired(keywords.properties, node, members), &isValid) else { return false }
        }
        for dependency in keywords.dependentRequired where members[dependency.name] != nil {
            guard proceed(evaluate(dependency, node, members), &isValid) else { return false }
        }
        return isValid
    }

    private static func mustHave(_ relation: String, _ bound: Int, _ count: Int) -> String {
        "must have \(relation) \(Excerpt.count(bound, "property", "properties")), has \(count)"
    }

    private mutating func evaluateRequired(
        _ properties: PropertyTable,
        _ node: SchemaNode,
        _ members: OrderedDictionary<String, JSON>
    ) -> Bool {
        var isValid = true
        for entry in properties.entries where entry.isRequired && members[entry.name] == nil {
            isValid = fail(node, "required", "must have the property \(Excerpt.quoted(entry.name))")
            guard isCollecting else { return false }
        }
        return isValid
    }

    private mutating func evaluate(
        _ dependency: ObjectKeywords.DependentNames,
        _ node: SchemaNode,
        _ members: OrderedDictionary<String, JSON>
    ) -> Bool {
        var isValid = true
        for name in dependency.required where members[name] == nil {
            isValid = fail(
                node,
                "dependentRequired/\(JSONPointer.escape(dependency.name))",
                "must have the property \(Excerpt.quoted(name)) because it has \(Excerpt.quoted(dependency.name))"
            )
            guard isCollecting else { return false }
        }
        return isValid
    }
}

// MARK: - Members

extension Evaluation {
    /// Looks at each member once, for all keywords.
    ///
    /// `missing` is the number of required names, and is reduced by those that are found.
    private mutating func evaluateMembers(
        _ keywords: ObjectKeywords,
        _ node: SchemaNode,
        _ members: OrderedDictionary<String, JSON>,
        _ missing: inout Int,
        _ coverage: inout Coverage
    ) -> Bool {
        var isValid = true
        var guess = 0
        for (position, member) in members.elements.enumerated() {
            var isKnown = false
            if let place = keywords.properties.position(of: member.key, guess: guess) {
                guess = place + 1
                let entry = keywords.properties.entries[place]
                if entry.isRequired { missing -= 1 }
                if let schema = entry.schema {
                    isKnown = true
                    let answer = apply(
                        schema,
                        toMember: member,
                        node,
                        "properties/\(JSONPointer.escape(member.key))",
                        Self.refusal
                    )
                    guard proceed(answer, &isValid) else { return false }
                }
            }
            if !keywords.patternProperties.isEmpty {
                guard proceed(evaluatePatterns(keywords, node, member, &isKnown), &isValid) else { return false }
            }
            if !isKnown, let additional = keywords.additional {
                isKnown = true
                let answer = apply(
                    additional,
                    toMember: member,
                    node,
                    "additionalProperties",
                    Self.unknown(member.key, keywords, members)
                )
                guard proceed(answer, &isValid) else { return false }
            }
            if isKnown { coverage.insert(position) }
            if let names = keywords.names {
                guard proceed(evaluate(names, nameOf: member, node), &isValid) else { return false }
            }
        }
        return isValid
    }

    private mutating func evaluatePatterns(
        _ keywords: ObjectKeywords,
        _ node: SchemaNode,
        _ member: OrderedDictionary<String, JSON>.Element,
        _ isKnown: inout Bool
    ) -> Bool {
        var isValid = true
        for property in keywords.patternProperties
        where matches(property.pattern, member.key, node, "patternProperties") {
            isKnown = true
            let answer = apply(
                property.schema,
                toMember: member,
                node,
                "patternProperties/\(JSONPointer.escape(property.pattern.source))",
                Self.refusal
            )
            guard proceed(answer, &isValid) else { return false }
        }
        return isValid
    }

    /// The message for a member that no keyword knows.
    private static func unknown(
        _ name: String,
        _ keywords: ObjectKeywords,
        _ members: OrderedDictionary<String, JSON>
    ) -> String {
        let free = keywords.properties.entries.lazy.map(\.name).filter { members[$0] == nil }
        guard let suggestion = Suggestion.closest(to: name, among: free) else { return "is not a known property" }
        return "is not a known property; did you mean \(Excerpt.quoted(suggestion))?"
    }

    private mutating func evaluate(
        _ names: Subschema,
        nameOf member: OrderedDictionary<String, JSON>.Element,
        _ node: SchemaNode
    ) -> Bool {
        var coverage = Coverage.untracked
        if accepts(names, .string(member.key), &coverage) { return true }
        guard isCollecting else { return false }
        path.append(.name(member.key))
        defer { path.removeLast() }
        let reasons = findings(of: names, .string(member.key), &coverage).map(\.violation.message)
        let reason = reasons.isEmpty ? "no name is allowed" : reasons.joined(separator: "; ")
        return fail(node, "propertyNames", "has a name that is not allowed: it \(reason)")
    }

    mutating func apply(
        _ schema: Subschema,
        toMember member: OrderedDictionary<String, JSON>.Element,
        _ node: SchemaNode,
        _ keyword: @autoclosure () -> String,
        _ refusal: @autoclosure () -> String
    ) -> Bool {
        if schema == .always { return true }
        let isTracing = isCollecting
        if isTracing { path.append(.name(member.key)) }
        defer { if isTracing { path.removeLast() } }
        if schema == .never { return fail(node, keyword(), refusal()) }
        var coverage = Coverage.untracked
        return apply(schema, to: member.value, &coverage)
    }
}
