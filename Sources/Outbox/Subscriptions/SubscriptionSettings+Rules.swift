import JSONSchema

extension SubscriptionSettings {
    /// Everything that is wrong with the settings, by JSON pointers into a request's body; pure.
    ///
    /// Beyond it the host may resolve to a refused address, and an event type may be undeclared: ``SubscriptionCheck``
    /// and the store find that out.
    package func problems(policy: AddressPolicy) -> [FieldProblem] {
        urlProblems(policy: policy)
            + Self.textProblems(in: description, at: "/description", maximum: Limits.descriptionCharacters)
            + patternProblems()
            + (filter.map { StoredObject.problems(in: $0, at: "/filter", maximumBytes: Limits.filterBytes) } ?? [])
            + HeaderRules.problems(in: headers)
            + StoredObject.problems(in: metadata, at: "/metadata", maximumBytes: Limits.metadataBytes)
            + numberProblems()
            + (backoff?.problems() ?? [])
    }

    private func urlProblems(policy: AddressPolicy) -> [FieldProblem] {
        do throws(AddressRefusal) {
            _ = try policy.target(of: url)
            return []
        } catch {
            return [FieldProblem(refusal: error)]
        }
    }

    private func patternProblems() -> [FieldProblem] {
        guard Limits.patterns.contains(eventTypes.count) else {
            let message = "\(Limits.patterns.lowerBound) to \(Limits.patterns.upperBound) event types are needed"
            return [FieldProblem("/event_types", eventTypes.isEmpty ? "minItems" : "maxItems", message)]
        }
        return eventTypes.indices.compactMap { index in
            guard !EventTypeName.isPattern(eventTypes[index]) else { return nil }
            let message = "it is no name (\(EventTypeName.form)), no name followed by .* and not *"
            return FieldProblem("/event_types/\(index)", "pattern", message)
        }
    }

    private func numberProblems() -> [FieldProblem] {
        let milliseconds = Limits.timeoutMilliseconds
        let seconds = Double(milliseconds.lowerBound) / 1_000...Double(milliseconds.upperBound) / 1_000
        return [
            FieldProblem.bounds("/max_in_flight", maxInFlight, Limits.inFlight),
            ratePerSecond.flatMap { FieldProblem.bounds("/rate_per_second", $0, Limits.ratePerSecond) },
            FieldProblem.bounds("/timeout_seconds", Double(timeoutMilliseconds) / 1_000, seconds),
            FieldProblem.bounds("/max_attempts", maxAttempts, Limits.attempts),
        ]
        .compactMap(\.self)
    }

    static func textProblems(in text: String, at pointer: String, maximum: Int) -> [FieldProblem] {
        let count = text.unicodeScalars.count
        guard count <= maximum else {
            return [FieldProblem(pointer, "maxLength", "it has \(count) characters; at most \(maximum) are kept")]
        }
        return StoredObject.nulProblem(in: text, at: pointer)
    }
}

extension NewSubscription {
    /// Everything that is wrong with the subscription; pure, like ``SubscriptionSettings/problems(policy:)``.
    package func problems(policy: AddressPolicy) -> [FieldProblem] {
        settings.problems(policy: policy) + TenantName.problems(in: tenant) + secretProblems()
    }

    private func secretProblems() -> [FieldProblem] {
        guard let secret else { return [] }
        do throws(WebhookSecretError) {
            _ = try WebhookSecret(secret)
            return []
        } catch {
            return [FieldProblem("/secret", "pattern", error.description)]
        }
    }
}

/// The grammar of tenants' names.
package enum TenantName {
    /// The tenant of Postrider's own events.
    package static let reserved = "postrider"
    /// What a name looks like, as a regular expression of ECMA-262.
    package static let pattern = #"^[^\u0000-\u001f\u007f-\u009f]{1,128}$"#

    /// What is wrong with a name: 1 to 128 characters, none of them a control character.
    package static func problems(in name: String, at pointer: String = "/tenant") -> [FieldProblem] {
        guard Limits.tenantCharacters.contains(name.unicodeScalars.count) else {
            let message = "a tenant's name has 1 to \(Limits.tenantCharacters.upperBound) characters"
            return [FieldProblem(pointer, name.isEmpty ? "minLength" : "maxLength", message)]
        }
        guard !name.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
            return [FieldProblem(pointer, "pattern", "a tenant's name has no control characters")]
        }
        return []
    }
}

extension RetrySchedule {
    func problems() -> [FieldProblem] {
        let problems = [
            FieldProblem.bounds("/backoff/base_seconds", base, Limits.backoffBase),
            FieldProblem.bounds("/backoff/factor", factor, Limits.backoffFactor),
            FieldProblem.bounds("/backoff/cap_seconds", cap, Limits.backoffCap),
        ]
        .compactMap(\.self)
        guard problems.isEmpty, cap < base else { return problems }
        return [FieldProblem("/backoff/cap_seconds", "minimum", "the longest wait is shorter than the first one")]
    }
}

extension FieldProblem {
    init(refusal: AddressRefusal) {
        self.init("/url", "address", refusal.message)
    }

    static func bounds<T: Comparable>(_ pointer: String, _ value: T, _ range: ClosedRange<T>) -> FieldProblem? {
        guard !range.contains(value) else { return nil }
        let keyword = value < range.lowerBound ? "minimum" : "maximum"
        return FieldProblem(pointer, keyword, "it must be from \(range.lowerBound) to \(range.upperBound)")
    }
}
