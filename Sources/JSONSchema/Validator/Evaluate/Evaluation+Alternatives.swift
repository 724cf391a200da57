// `anyOf` and `oneOf`, and why none of their schemas accepts a value.

extension Evaluation {
    mutating func evaluate(
        anyOf alternatives: Alternatives,
        _ node: SchemaNode,
        _ instance: JSON,
        _ coverage: inout Coverage
    ) -> Bool {
        var isValid = false
        for schema in alternatives.schemas {
            var own = Coverage(isTracked: coverage.isTracked)
            guard accepts(schema, instance, &own) else { continue }
            // Every alternative that accepts the value tells what it has looked at.
            guard coverage.isTracked else { return true }
            isValid = true
            coverage.formUnion(own)
        }
        return isValid || explain(alternatives, node, "anyOf", instance, &coverage)
    }

    mutating func evaluate(
        oneOf alternatives: Alternatives,
        _ node: SchemaNode,
        _ instance: JSON,
        _ coverage: inout Coverage
    ) -> Bool {
        var accepting: Int?
        for (position, schema) in alternatives.schemas.enumerated() {
            var own = Coverage(isTracked: coverage.isTracked)
            guard accepts(schema, instance, &own) else { continue }
            coverage.formUnion(own)
            if let accepting {
                let both = "\(node.location)/oneOf/\(accepting) and \(node.location)/oneOf/\(position)"
                let count = alternatives.schemas.count
                return fail(node, "oneOf", "must match exactly one of the \(count) alternatives, matches \(both)")
            }
            accepting = position
        }
        return accepting != nil || explain(alternatives, node, "oneOf", instance, &coverage)
    }

    /// Reports that no alternative accepts the value, or what is wrong with the one that was meant.
    private mutating func explain(
        _ alternatives: Alternatives,
        _ node: SchemaNode,
        _ keyword: String,
        _ instance: JSON,
        _ coverage: inout Coverage
    ) -> Bool {
        guard isCollecting else { return false }
        if let discriminator = alternatives.discriminator, case .object = instance {
            return explain(discriminator, alternatives, node, keyword, instance, &coverage)
        }
        var failures: [[Finding]] = []
        for schema in alternatives.schemas.prefix(ValidationLimits.alternatives) {
            failures.append(findings(of: schema, instance, &coverage))
        }
        let explanation = Explanation(of: failures, keyword: keyword, depth: path.count, instance: instance)
        if let tag = explanation.tag { return reject(tag, node, keyword) }
        if let message = explanation.message { _ = fail(node, keyword, message, because: explanation.reason) }
        record(explanation.details)
        return false
    }

    /// Reports what is wrong with the alternative that the discriminating property names.
    private mutating func explain(
        _ discriminator: Discriminator,
        _ alternatives: Alternatives,
        _ node: SchemaNode,
        _ keyword: String,
        _ instance: JSON,
        _ coverage: inout Coverage
    ) -> Bool {
        let name = discriminator.propertyName
        guard let value = instance[name] else {
            let values = Excerpt.list(discriminator.values.map(Excerpt.quoted))
            return fail(node, keyword, "must have the property \(Excerpt.quoted(name)), one of \(values)")
        }
        guard let text = value.stringValue, let position = discriminator.alternatives[text] else {
            let values = discriminator.values.map { JSON.string($0) }
            return reject(Explanation.Tag(name: name, allowed: values, actual: value), node, keyword)
        }
        let details = findings(of: alternatives.schemas[position], instance, &coverage)
        if details.isEmpty { return fail(node, keyword, Self.refusal) }
        record(details)
        return false
    }

    /// Reports a property that names none of the alternatives.
    private mutating func reject(_ tag: Explanation.Tag, _ node: SchemaNode, _ keyword: String) -> Bool {
        path.append(.name(tag.name))
        defer { path.removeLast() }
        return fail(
            node,
            keyword,
            Self.mustBeOne(of: tag.allowed, tag.actual),
            because: .value(allowed: tag.allowed, actual: tag.actual)
        )
    }
}
