import OrderedCollections

// The keywords that apply schemas to the same value.

extension Evaluation {
    mutating func evaluate(
        _ keywords: InPlaceKeywords,
        _ node: SchemaNode,
        _ instance: JSON,
        _ coverage: inout Coverage
    ) -> Bool {
        var isValid = true
        if let reference = keywords.reference {
            guard proceed(require(reference, node, "$ref", instance, &coverage), &isValid) else { return false }
        }
        if let reference = keywords.dynamicReference {
            let target = target(of: reference)
            guard proceed(require(target, node, "$dynamicRef", instance, &coverage), &isValid) else { return false }
        }
        for (position, schema) in keywords.allOf.enumerated() {
            let answer = require(schema, node, "allOf/\(position)", instance, &coverage)
            guard proceed(answer, &isValid) else { return false }
        }
        if let anyOf = keywords.anyOf {
            guard proceed(evaluate(anyOf: anyOf, node, instance, &coverage), &isValid) else { return false }
        }
        if let oneOf = keywords.oneOf {
            guard proceed(evaluate(oneOf: oneOf, node, instance, &coverage), &isValid) else { return false }
        }
        if let not = keywords.not {
            guard proceed(evaluate(not: not, node, instance), &isValid) else { return false }
        }
        if let condition = keywords.condition {
            guard proceed(evaluate(condition, node, instance, &coverage), &isValid) else { return false }
        }
        if !keywords.dependentSchemas.isEmpty, case .object(let members) = instance {
            for dependency in keywords.dependentSchemas where members[dependency.name] != nil {
                let keyword = "dependentSchemas/\(JSONPointer.escape(dependency.name))"
                let answer = require(dependency.schema, node, keyword, instance, &coverage)
                guard proceed(answer, &isValid) else { return false }
            }
        }
        return isValid
    }

    /// Applies a schema whose failure is this schema's failure.
    private mutating func require(
        _ schema: Subschema,
        _ node: SchemaNode,
        _ keyword: @autoclosure () -> String,
        _ instance: JSON,
        _ coverage: inout Coverage
    ) -> Bool {
        if schema == .never { return fail(node, keyword(), Self.refusal) }
        return apply(schema, to: instance, &coverage)
    }

    /// The outermost schema in the dynamic scope that has the anchor (JSON Schema Core, section 8.2.3.2).
    private func target(of reference: InPlaceKeywords.DynamicReference) -> Subschema {
        guard let anchor = reference.anchor else { return reference.fallback }
        let anchors = program.dynamicAnchors[anchor]
        for resource in scope {
            if let schema = anchors[resource] { return schema }
        }
        return reference.fallback
    }

    private mutating func evaluate(not: Subschema, _ node: SchemaNode, _ instance: JSON) -> Bool {
        var coverage = Coverage.untracked
        guard accepts(not, instance, &coverage) else { return true }
        guard isCollecting else { return false }
        let message = program.prohibition(of: not, at: "\(node.location)/not")
        return fail(node, "not", message)
    }

    private mutating func evaluate(
        _ condition: InPlaceKeywords.Condition,
        _ node: SchemaNode,
        _ instance: JSON,
        _ coverage: inout Coverage
    ) -> Bool {
        var own = Coverage(isTracked: coverage.isTracked)
        guard accepts(condition.test, instance, &own) else {
            guard let otherwise = condition.otherwise else { return true }
            return require(otherwise, node, "else", instance, &coverage)
        }
        coverage.formUnion(own)
        guard let then = condition.then else { return true }
        return require(then, node, "then", instance, &coverage)
    }
}

// MARK: - What is left

extension Evaluation {
    /// Applies `unevaluatedItems` and `unevaluatedProperties` to what no other keyword has looked at.
    mutating func evaluateUnevaluated(_ node: SchemaNode, _ instance: JSON, _ coverage: inout Coverage) -> Bool {
        var isValid = true
        switch instance {
        case .array(let elements):
            guard let schema = node.unevaluatedItems else { break }
            for (position, element) in elements.enumerated() where !coverage.contains(position) {
                let answer = apply(
                    schema,
                    toElement: element,
                    at: position,
                    node,
                    "unevaluatedItems",
                    "is not a known item"
                )
                guard proceed(answer, &isValid) else { return false }
            }
            coverage.insertAll()
        case .object(let members):
            guard let schema = node.unevaluatedProperties else { break }
            for (position, member) in members.elements.enumerated() where !coverage.contains(position) {
                let answer = apply(schema, toMember: member, node, "unevaluatedProperties", "is not a known property")
                guard proceed(answer, &isValid) else { return false }
            }
            coverage.insertAll()
        default:
            break
        }
        return isValid
    }
}
