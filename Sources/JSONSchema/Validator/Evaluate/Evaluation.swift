import OrderedCollections

/// One pass over one value.
///
/// The same code serves two ends: without collecting it stops at the first violation and allocates next to nothing;
/// collecting, it goes on and records every violation with its place.
struct Evaluation: ~Copyable {
    let program: SchemaProgram

    private(set) var isCollecting: Bool
    private(set) var findings: [Finding] = []
    /// How many findings are wanted.
    private var limit = ValidationLimits.violations
    /// From the root to the value at hand; kept while collecting only.
    var path: [PathStep] = []
    /// The resources entered, outermost first; kept where a dynamic reference may ask.
    private(set) var scope: [Int] = []
    private var depth = 0
    private var remaining = ValidationLimits.applications
    /// Why nothing more is decided: from then on every answer is no.
    private var abortion: Finding?

    init(_ program: SchemaProgram, isCollecting: Bool) {
        self.program = program
        self.isCollecting = isCollecting
    }

    mutating func isValid(_ instance: JSON) -> Bool {
        var coverage = Coverage.untracked
        return apply(program.root, to: instance, &coverage) && abortion == nil
    }

    /// What is wrong with a value that is invalid.
    mutating func violations(of instance: JSON) -> [SchemaViolation] {
        var coverage = Coverage.untracked
        _ = apply(program.root, to: instance, &coverage)
        if let abortion { findings.append(abortion) }
        if findings.isEmpty {
            return [SchemaViolation(instancePointer: "", keyword: "", schemaPointer: "", message: Self.refusal)]
        }
        return findings.map(\.violation)
    }
}

// MARK: - Applying schemas

extension Evaluation {
    /// What is said of a value that a schema `false` meets.
    static let refusal = "is not allowed here"

    /// Applies a schema; whoever passes the schema `false` reports it.
    mutating func apply(_ schema: Subschema, to instance: JSON, _ coverage: inout Coverage) -> Bool {
        if schema.position < 0 { return schema == .always }
        let node = program.nodes[schema.position]
        guard enter(node) else { return false }
        defer { leave() }
        if node.unevaluatedItems == nil, node.unevaluatedProperties == nil {
            return evaluate(node, instance, &coverage)
        }
        var own = Coverage(isTracked: true)
        var isValid = true
        guard proceed(evaluate(node, instance, &own), &isValid) else { return false }
        guard proceed(evaluateUnevaluated(node, instance, &own), &isValid) else { return false }
        coverage.formUnion(own)
        return isValid
    }

    /// Whether a schema accepts the value, leaving no trace but the coverage.
    mutating func accepts(_ schema: Subschema, _ instance: JSON, _ coverage: inout Coverage) -> Bool {
        let wasCollecting = isCollecting
        isCollecting = false
        defer { isCollecting = wasCollecting }
        return apply(schema, to: instance, &coverage)
    }

    /// What a schema finds wrong with the value, apart from the findings so far.
    mutating func findings(
        of schema: Subschema,
        _ instance: JSON,
        _ coverage: inout Coverage
    ) -> [Finding] {
        let outer = (findings, limit, isCollecting)
        findings = []
        limit = ValidationLimits.violationsPerAlternative
        isCollecting = true
        defer { (findings, limit, isCollecting) = outer }
        _ = apply(schema, to: instance, &coverage)
        return findings
    }

    private mutating func evaluate(_ node: SchemaNode, _ instance: JSON, _ coverage: inout Coverage) -> Bool {
        var isValid = true
        guard proceed(evaluateType(node, instance), &isValid) else { return false }
        for values in node.values {
            guard proceed(evaluate(values, node, instance), &isValid) else { return false }
        }
        switch instance {
        case .number(let number):
            guard let keywords = node.number else { break }
            guard proceed(evaluate(keywords, node, number), &isValid) else { return false }
        case .string(let text):
            guard let keywords = node.string else { break }
            guard proceed(evaluate(keywords, node, text), &isValid) else { return false }
        case .array(let elements):
            guard let keywords = node.array else { break }
            guard proceed(evaluate(keywords, node, elements, &coverage), &isValid) else { return false }
        case .object(let members):
            guard let keywords = node.object else { break }
            guard proceed(evaluate(keywords, node, members, &coverage), &isValid) else { return false }
        case .null, .bool:
            break
        }
        if let keywords = node.inPlace {
            guard proceed(evaluate(keywords, node, instance, &coverage), &isValid) else { return false }
        }
        return isValid
    }

    /// Takes note of a keyword's answer, and tells whether to go on to the next keyword.
    ///
    /// Mutating because the answer, its argument, is worked out by a mutating call.
    mutating func proceed(_ answer: Bool, _ isValid: inout Bool) -> Bool {
        if answer { return true }
        isValid = false
        return isCollecting
    }

    private mutating func enter(_ node: SchemaNode) -> Bool {
        guard abortion == nil else { return false }
        depth += 1
        remaining -= 1
        if !program.dynamicAnchors.isEmpty { scope.append(node.resource) }
        if depth > ValidationLimits.depth {
            abort(node, "", "cannot be checked: more than \(ValidationLimits.depth) schemas apply inside each other")
        } else if remaining < 0 {
            abort(node, "", "cannot be checked: it needs more than \(ValidationLimits.applications) steps")
        } else {
            return true
        }
        leave()
        return false
    }

    private mutating func leave() {
        depth -= 1
        if !program.dynamicAnchors.isEmpty { scope.removeLast() }
    }
}

// MARK: - Reporting

extension Evaluation {
    /// Records a violation, when that is wanted, and returns false: the answer of the keyword that calls it.
    mutating func fail(
        _ node: SchemaNode,
        _ keyword: @autoclosure () -> String,
        _ message: @autoclosure () -> String,
        because reason: @autoclosure () -> Finding.Reason = .other
    ) -> Bool {
        guard isCollecting else { return false }
        record([finding(node, keyword(), message(), reason())])
        return false
    }

    /// Adds findings that are not there yet, and stops collecting when there are enough.
    mutating func record(_ further: [Finding]) {
        for finding in further where findings.count < limit {
            if !findings.contains(where: { $0.violation == finding.violation }) { findings.append(finding) }
        }
        if findings.count >= limit { isCollecting = false }
    }

    /// Ends the evaluation: whether the value is valid cannot be told.
    mutating func abort(_ node: SchemaNode, _ keyword: String, _ message: String) {
        guard abortion == nil else { return }
        abortion = finding(node, keyword, message, .other)
    }

    private func finding(
        _ node: SchemaNode,
        _ keyword: String,
        _ message: String,
        _ reason: Finding.Reason
    ) -> Finding {
        let violation = SchemaViolation(
            instancePointer: path.pointer,
            keyword: String(keyword.prefix { $0 != "/" }),
            schemaPointer: keyword.isEmpty ? node.location : "\(node.location)/\(keyword)",
            message: message
        )
        return Finding(violation: violation, reason: reason, depth: path.count)
    }
}
