/// What to say when a value matches none of several alternatives.
struct Explanation {
    let message: String
    let reason: Finding.Reason
    /// What is wrong with the closest alternative, where one is clearly the closest.
    let details: [Finding]

    /// Alternatives that differ in one thing only are named in the message, up to this many.
    private static let summarizedCount = 3

    /// - Parameters:
    ///   - failures: What is wrong with each alternative; nothing for the schema `false`.
    ///   - depth: The number of steps from the root to the value.
    ///   - instance: The value.
    ///   - mustMatchOne: Whether exactly one alternative has to match, rather than at least one.
    init(of failures: [[Finding]], depth: Int, instance: JSON, mustMatchOne: Bool) {
        let ofOtherType = failures.filter { Self.rejectsType($0, depth) }
        if ofOtherType.count == failures.count {
            let types = Self.types(of: ofOtherType, depth)
            self.init("must be \(types.nouns), is \(Excerpt.kind(of: instance))", .type(types))
            return
        }
        let candidates = failures.filter { !$0.isEmpty && !Self.rejectsType($0, depth) }
        if let values = Self.commonValues(of: candidates, depth), candidates.count + ofOtherType.count == failures.count {
            let types = Self.types(of: ofOtherType, depth)
            let others = types.isEmpty ? "" : ", or \(types.nouns)"
            self.init(Evaluation.mustBeOne(of: values, instance) + others, .value(values))
            return
        }
        let count = failures.count
        let quantity = mustMatchOne ? "exactly one" : "at least one"
        let summary = "must match \(quantity) of the \(count) alternatives, matches none"
        let tagged = candidates.filter { !Self.rejectsTag($0, depth) }
        if let closest = Self.closest(among: tagged.isEmpty ? candidates : tagged) {
            self.init(summary, .other, closest)
            return
        }
        let remaining = tagged.isEmpty ? candidates : tagged
        let messages = remaining.filter { $0.count == 1 && $0[0].depth == depth }.map { $0[0].violation.message }
        let isSummarizable = messages.count == remaining.count && (2...Self.summarizedCount).contains(messages.count)
        self.init(isSummarizable ? "\(summary): \(messages.joined(separator: ", or "))" : summary, .other)
    }

    private init(_ message: String, _ reason: Finding.Reason, _ details: [Finding] = []) {
        self.message = message
        self.reason = reason
        self.details = details
    }

    /// The alternative with strictly the fewest violations.
    private static func closest(among candidates: [[Finding]]) -> [Finding]? {
        let sorted = candidates.sorted { $0.count < $1.count }
        guard let first = sorted.first else { return nil }
        return sorted.count == 1 || first.count < sorted[1].count ? first : nil
    }
}

// MARK: - Telling alternatives apart

extension Explanation {
    /// Whether the alternative is for values of another type.
    private static func rejectsType(_ findings: [Finding], _ depth: Int) -> Bool {
        findings.contains { finding in
            guard finding.depth == depth, case .type = finding.reason else { return false }
            return true
        }
    }

    /// Whether the alternative is for objects with another constant in some property.
    private static func rejectsTag(_ findings: [Finding], _ depth: Int) -> Bool {
        findings.contains { finding in
            guard finding.depth == depth + 1, case .value = finding.reason else { return false }
            return true
        }
    }

    private static func types(of failures: [[Finding]], _ depth: Int) -> InstanceTypes {
        var types: InstanceTypes = []
        for finding in failures.joined() where finding.depth == depth {
            if case .type(let expected) = finding.reason { types.formUnion(expected) }
        }
        return types.contains(.number) ? types.subtracting(.integer) : types
    }

    /// The values that all alternatives together allow, when each of them only lists values.
    private static func commonValues(of candidates: [[Finding]], _ depth: Int) -> [JSON]? {
        var values: [JSON] = []
        for findings in candidates {
            guard findings.count == 1, findings[0].depth == depth, case .value(let allowed) = findings[0].reason else {
                return nil
            }
            values += allowed
        }
        return values.isEmpty ? nil : values
    }
}
