/// What to say when a value matches none of several alternatives.
///
/// Alternatives for another type are left out, then those with another constant in a property of the value: both tell
/// that they were not meant. If one is left, its violations are the explanation.
struct Explanation {
    /// What is wrong with the value as a whole; nil where the details say it all.
    private(set) var message: String?
    private(set) var reason = Finding.Reason.other
    /// What is wrong with the alternative that was meant, where that is clear.
    private(set) var details: [Finding] = []
    /// The property that tells the alternatives apart and has an unknown value.
    private(set) var tag: Tag?

    /// A property that has another constant value in each alternative.
    struct Tag {
        let name: String
        var allowed: [JSON]
        let actual: JSON
    }

    /// Alternatives of one violation each are all quoted, up to this many.
    private static let quoted = 3

    /// - Parameters:
    ///   - failures: What is wrong with each alternative; nothing for the schema `false`.
    ///   - keyword: `anyOf` or `oneOf`.
    ///   - depth: The number of steps from the root to the value.
    ///   - instance: The value.
    init(of failures: [[Finding]], keyword: String, depth: Int, instance: JSON) {
        let ofOtherType = failures.filter { Self.typesRejecting($0, depth) != nil }
        let ofThisType = failures.filter { !$0.isEmpty && Self.typesRejecting($0, depth) == nil }
        let otherTypes = ofOtherType.compactMap { Self.typesRejecting($0, depth) }
            .reduce(into: InstanceTypes()) { $0.formUnion($1) }
        if ofThisType.isEmpty, !ofOtherType.isEmpty {
            message = "must be \(otherTypes.nouns), is \(Excerpt.kind(of: instance))"
            reason = .type(otherTypes)
        } else if let values = Self.values(allowedBy: ofThisType, depth) {
            message =
                Evaluation.mustBeOne(of: values, instance) + (otherTypes.isEmpty ? "" : ", or \(otherTypes.nouns)")
            reason = .value(allowed: values, actual: instance)
        } else {
            explain(ofThisType, count: failures.count, keyword: keyword, depth: depth)
        }
    }

    private mutating func explain(_ candidates: [[Finding]], count: Int, keyword: String, depth: Int) {
        let meant = candidates.filter { Self.tags(of: $0, depth).isEmpty }
        if meant.isEmpty, candidates.count > 1, let common = Self.commonTag(of: candidates, depth) {
            tag = common
            return
        }
        let remaining = meant.isEmpty ? candidates : meant
        if remaining.count == 1 {
            details = remaining[0]
            return
        }
        let quantity = keyword == "oneOf" ? "exactly one" : "at least one"
        message = "must match \(quantity) of the \(count) alternatives, matches none"
        if let closest = Self.closest(among: remaining) {
            details = closest
        } else if let quotes = Self.quotes(of: remaining, depth) {
            message?.append(": \(quotes)")
        }
    }

    /// The alternative with strictly the fewest violations.
    private static func closest(among candidates: [[Finding]]) -> [Finding]? {
        let sorted = candidates.sorted { $0.count < $1.count }
        return sorted.count > 1 && sorted[0].count < sorted[1].count ? sorted[0] : nil
    }

    /// The messages of a few alternatives that each have one violation, of the value itself.
    private static func quotes(of candidates: [[Finding]], _ depth: Int) -> String? {
        let messages = candidates.filter { $0.count == 1 && $0[0].depth == depth }.map { $0[0].violation.message }
        guard messages.count == candidates.count, (2...quoted).contains(messages.count) else { return nil }
        return messages.joined(separator: ", or ")
    }
}

// MARK: - Telling alternatives apart

extension Explanation {
    /// The types that an alternative is for, when the value is of another one.
    private static func typesRejecting(_ findings: [Finding], _ depth: Int) -> InstanceTypes? {
        for finding in findings where finding.depth == depth {
            if case .type(let types) = finding.reason { return types }
        }
        return nil
    }

    /// The values that all alternatives together allow, when each of them only lists values.
    private static func values(allowedBy candidates: [[Finding]], _ depth: Int) -> [JSON]? {
        var values: [JSON] = []
        for findings in candidates {
            guard findings.count == 1, findings[0].depth == depth,
                case .value(let allowed, _) = findings[0].reason
            else { return nil }
            values += allowed
        }
        return values.isEmpty ? nil : values
    }

    /// The properties whose value is not among those that an alternative lists.
    private static func tags(of findings: [Finding], _ depth: Int) -> [Tag] {
        findings.compactMap { finding in
            guard finding.depth == depth + 1, case .value(let allowed, let actual) = finding.reason,
                let name = JSONPointer(finding.violation.instancePointer)?.tokens.last
            else { return nil }
            return Tag(name: name, allowed: allowed, actual: actual)
        }
    }

    /// The property that is a tag of every alternative, with the values of all.
    private static func commonTag(of candidates: [[Finding]], _ depth: Int) -> Tag? {
        let tags = candidates.map { self.tags(of: $0, depth) }
        guard let names = tags.first?.map(\.name),
            let name = names.first(where: { name in tags.allSatisfy { $0.contains { $0.name == name } } })
        else { return nil }
        let matching = tags.compactMap { $0.first { $0.name == name } }
        guard var common = matching.first else { return nil }
        common.allowed = matching.flatMap(\.allowed)
        return common
    }
}
