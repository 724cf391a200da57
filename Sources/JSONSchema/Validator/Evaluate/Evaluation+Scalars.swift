// The keywords that look at one value alone.

extension Evaluation {
    mutating func evaluateType(_ node: SchemaNode, _ instance: JSON) -> Bool {
        if node.types.allows(instance) { return true }
        let isFraction = node.types.contains(.integer) && instance.numberValue != nil
        return fail(
            node,
            "type",
            "must be \(node.types.nouns), is \(isFraction ? Excerpt.value(instance) : Excerpt.kind(of: instance))",
            because: .type(node.types)
        )
    }

    mutating func evaluate(_ allowed: AllowedValues, _ node: SchemaNode, _ instance: JSON) -> Bool {
        if allowed.contains(instance) { return true }
        return fail(
            node,
            allowed.keyword,
            Self.mustBeOne(of: allowed.values, instance),
            because: .value(allowed: allowed.values, actual: instance)
        )
    }

    /// The message for a value that is none of those allowed.
    static func mustBeOne(of values: [JSON], _ instance: JSON) -> String {
        let options = Excerpt.list(values.map(Excerpt.literal))
        let names = values.compactMap(\.stringValue)
        let suggestion = instance.stringValue.flatMap { Suggestion.closest(to: $0, among: names) }
        let hint = suggestion.map { "; did you mean \(Excerpt.quoted($0))?" } ?? ""
        return "must be \(values.count > 1 ? "one of " : "")\(options), is \(Excerpt.value(instance))\(hint)"
    }

    mutating func evaluate(_ keywords: NumberKeywords, _ node: SchemaNode, _ number: JSONNumber) -> Bool {
        var isValid = true
        if let bound = keywords.minimum, bound.isGreater(than: number) {
            isValid = fail(node, "minimum", Self.must("be at least", bound, number))
            guard isCollecting else { return false }
        }
        if let bound = keywords.maximum, bound.isLess(than: number) {
            isValid = fail(node, "maximum", Self.must("be at most", bound, number))
            guard isCollecting else { return false }
        }
        if let bound = keywords.exclusiveMinimum, !bound.isLess(than: number) {
            isValid = fail(node, "exclusiveMinimum", Self.must("be greater than", bound, number))
            guard isCollecting else { return false }
        }
        if let bound = keywords.exclusiveMaximum, !bound.isGreater(than: number) {
            isValid = fail(node, "exclusiveMaximum", Self.must("be less than", bound, number))
            guard isCollecting else { return false }
        }
        if let divisor = keywords.multipleOf, !number.isMultiple(of: divisor) {
            let message = "must be a multiple of \(Excerpt.number(divisor)), is \(Excerpt.number(number))"
            isValid = fail(node, "multipleOf", message)
        }
        return isValid
    }

    private static func must(_ relation: String, _ bound: NumberBound, _ number: JSONNumber) -> String {
        "must \(relation) \(Excerpt.number(bound.number)), is \(Excerpt.number(number))"
    }

    mutating func evaluate(_ keywords: StringKeywords, _ node: SchemaNode, _ text: String) -> Bool {
        var isValid = true
        if let minimum = keywords.minLength, !CodePoints.isAtLeast(minimum, in: text) {
            isValid = fail(node, "minLength", Self.mustHave("at least", minimum, text))
            guard isCollecting else { return false }
        }
        if let maximum = keywords.maxLength, maximum < .max, CodePoints.isAtLeast(maximum + 1, in: text) {
            isValid = fail(node, "maxLength", Self.mustHave("at most", maximum, text))
            guard isCollecting else { return false }
        }
        if let pattern = keywords.pattern, !matches(pattern, text, node, "pattern") {
            let source = Excerpt.quoted(pattern.source)
            isValid = fail(node, "pattern", "must match the pattern \(source), is \(Excerpt.quoted(text))")
            guard isCollecting else { return false }
        }
        if let format = keywords.format, !format.matches(text) {
            isValid = fail(node, "format", "must be \(format.noun), is \(Excerpt.quoted(text))")
        }
        return isValid
    }

    private static func mustHave(_ relation: String, _ bound: Int, _ text: String) -> String {
        let length = text.unicodeScalars.count
        return "must have \(relation) \(Excerpt.count(bound, "character", "characters")), has \(length)"
    }

    /// Whether the text matches; a match that would take too long ends the evaluation.
    mutating func matches(_ pattern: Pattern, _ text: String, _ node: SchemaNode, _ keyword: String) -> Bool {
        switch pattern.match(in: text) {
        case .matched: return true
        case .notMatched: return false
        case .tooCostly:
            let source = Excerpt.quoted(pattern.source)
            abort(node, keyword, "cannot be checked: matching the pattern \(source) takes too long")
            return false
        }
    }
}

/// Lengths of text in code points, as `minLength` and `maxLength` count.
enum CodePoints {
    /// Whether the text has that many code points; counts only where the number of bytes leaves it open.
    static func isAtLeast(_ count: Int, in text: String) -> Bool {
        let bytes = text.utf8.count
        if bytes < count { return false }
        if bytes / 4 >= count { return true }
        return text.unicodeScalars.count >= count
    }
}
