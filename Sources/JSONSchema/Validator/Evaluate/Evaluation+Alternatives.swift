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
                let total = alternatives.schemas.count
                let message = "must match exactly one of the \(total) alternatives, matches \(accepting) and \(position)"
                return fail(node, "oneOf", .other, message)
            }
            accepting = position
        }
        return accepting != nil || explain(alternatives, node, "oneOf", instance, &coverage)
    }

    /// Reports that no alternative accepts the value, and what is wrong with the one that was meant.
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
        let failures = alternatives.schemas.prefix(ValidationLimits.alternatives).map { schema in
            findings(of: schema, instance, &coverage)
        }
        let explanation = Explanation(
            of: failures,
            depth: path.count,
            instance: instance,
            mustMatchOne: keyword == "oneOf"
        )
        _ = fail(node, keyword, explanation.reason, explanation.message)
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
            return fail(
                node,
                keyword,
                .other,
                "must have the property \(Excerpt.quoted(name)), which tells the alternative: \(values)"
            )
        }
        guard let text = value.stringValue, let position = discriminator.alternatives[text] else {
            path.append(.name(name))
            defer { path.removeLast() }
            let values = discriminator.values.map { JSON.string($0) }
            return fail(node, keyword, .value(values), Self.mustBeOne(of: values, value))
        }
        let details = findings(of: alternatives.schemas[position], instance, &coverage)
        if details.isEmpty { return fail(node, keyword, .other, Self.refusal) }
        record(details)
        return false
    }
}
