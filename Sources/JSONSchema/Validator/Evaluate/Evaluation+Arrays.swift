extension Evaluation {
    mutating func evaluate(
        _ keywords: ArrayKeywords,
        _ node: SchemaNode,
        _ elements: [JSON],
        _ coverage: inout Coverage
    ) -> Bool {
        var isValid = true
        if let minimum = keywords.minItems, elements.count < minimum {
            isValid = fail(node, "minItems", Self.mustHave("at least", minimum, elements))
            guard isCollecting else { return false }
        }
        if let maximum = keywords.maxItems, elements.count > maximum {
            isValid = fail(node, "maxItems", Self.mustHave("at most", maximum, elements))
            guard isCollecting else { return false }
        }
        if keywords.isUnique, let (first, second) = Duplicates.first(in: elements) {
            isValid = fail(node, "uniqueItems", "must not repeat items: items \(first) and \(second) are equal")
            guard isCollecting else { return false }
        }
        guard proceed(evaluatePrefix(keywords, node, elements, &coverage), &isValid) else { return false }
        if let items = keywords.items {
            guard proceed(evaluate(items, keywords, node, elements), &isValid) else { return false }
            coverage.insertAll()
        }
        if let contains = keywords.contains {
            guard proceed(evaluate(contains, node, elements, &coverage), &isValid) else { return false }
        }
        return isValid
    }

    private static func mustHave(_ relation: String, _ bound: Int, _ elements: [JSON]) -> String {
        "must have \(relation) \(Excerpt.count(bound, "item", "items")), has \(elements.count)"
    }

    private mutating func evaluatePrefix(
        _ keywords: ArrayKeywords,
        _ node: SchemaNode,
        _ elements: [JSON],
        _ coverage: inout Coverage
    ) -> Bool {
        var isValid = true
        for (position, schema) in keywords.prefixItems.prefix(elements.count).enumerated() {
            coverage.insert(position)
            let answer = apply(
                schema,
                toElement: elements[position],
                at: position,
                node,
                "prefixItems/\(position)",
                Self.refusal
            )
            guard proceed(answer, &isValid) else { return false }
        }
        return isValid
    }

    private mutating func evaluate(
        _ items: Subschema,
        _ keywords: ArrayKeywords,
        _ node: SchemaNode,
        _ elements: [JSON]
    ) -> Bool {
        let prefix = keywords.prefixItems.count
        if items == .always || elements.count <= prefix { return true }
        if items == .never { return fail(node, "items", Self.mustHave("at most", prefix, elements)) }
        var isValid = true
        for position in prefix..<elements.count {
            let answer = apply(items, toElement: elements[position], at: position, node, "items", Self.refusal)
            guard proceed(answer, &isValid) else { return false }
        }
        return isValid
    }

    private mutating func evaluate(
        _ contains: ArrayKeywords.Contains,
        _ node: SchemaNode,
        _ elements: [JSON],
        _ coverage: inout Coverage
    ) -> Bool {
        var count = 0
        for (position, element) in elements.enumerated() {
            var none = Coverage.untracked
            guard accepts(contains.schema, element, &none) else { continue }
            coverage.insert(position)
            count += 1
            // Once the answer is certain, only the coverage may need the rest.
            if !coverage.isTracked, contains.maximum == nil, count >= contains.minimum { return true }
        }
        let place = "\(node.location)/contains"
        if count < contains.minimum {
            let minimum = Excerpt.count(contains.minimum, "item that matches", "items that match")
            return fail(
                node,
                contains.minimumKeyword,
                "must contain at least \(minimum) the schema at \(place), contains \(count)"
            )
        }
        if let maximum = contains.maximum, count > maximum {
            let maximum = Excerpt.count(maximum, "item that matches", "items that match")
            return fail(
                node,
                "maxContains",
                "must contain at most \(maximum) the schema at \(place), contains \(count)"
            )
        }
        return true
    }

    mutating func apply(
        _ schema: Subschema,
        toElement element: JSON,
        at position: Int,
        _ node: SchemaNode,
        _ keyword: @autoclosure () -> String,
        _ refusal: @autoclosure () -> String
    ) -> Bool {
        if schema == .always { return true }
        let isTracing = isCollecting
        if isTracing { path.append(.position(position)) }
        defer { if isTracing { path.removeLast() } }
        if schema == .never { return fail(node, keyword(), refusal()) }
        var coverage = Coverage.untracked
        return apply(schema, to: element, &coverage)
    }
}

/// Equal items of an array.
enum Duplicates {
    /// Up to this many items are compared with each other, more are hashed.
    private static let linearCount = 8

    /// The positions of the first item that occurred before, and of that occurrence, in the order of the array.
    static func first(in elements: [JSON]) -> (Int, Int)? {
        if elements.count <= linearCount { return firstByComparing(elements) }
        var positions: [JSON: Int] = [:]
        positions.reserveCapacity(elements.count)
        for (position, element) in elements.enumerated() {
            if let earlier = positions.updateValue(position, forKey: element) { return (earlier, position) }
        }
        return nil
    }

    private static func firstByComparing(_ elements: [JSON]) -> (Int, Int)? {
        for position in elements.indices {
            for earlier in elements.indices.prefix(position) where elements[earlier] == elements[position] {
                return (earlier, position)
            }
        }
        return nil
    }
}
