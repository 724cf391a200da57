import Outbox

/// The optional fields of a subscription, which its creation and its changes have in common.
enum SubscriptionFields {
    /// The properties; a creation shows the defaults, a change has none.
    static func properties(withDefaults hasDefaults: Bool) -> [Property] {
        let defaults = SubscriptionSettings(url: "", eventTypes: [])
        func fallback<Value>(_ value: Value) -> Value?? { hasDefaults ? .some(value) : .none }
        let timeout = Limits.timeoutMilliseconds
        return [
            Property(
                "description",
                String?.self,
                .maxLength(Limits.descriptionCharacters),
                default: fallback(defaults.description),
                description: "For people."
            ),
            Property(
                "filter",
                FreeObject?.self,
                description: "What a payload must contain to be delivered, as PostgreSQL's `@>` has it for `jsonb`."
            ),
            Property(
                "metadata",
                FreeObject?.self,
                default: fallback(FreeObject(defaults.metadata)),
                description: "Your own references; kept and given back."
            ),
            Property(
                "ordered",
                Bool?.self,
                default: fallback(defaults.ordered),
                description: "One request at a time, in the order of the events."
            ),
            Property(
                "max_in_flight",
                Int?.self,
                .range(Limits.inFlight),
                default: fallback(defaults.maxInFlight),
                description: "The most requests at once."
            ),
            Property(
                "rate_per_second",
                Double?.self,
                .range(Limits.ratePerSecond),
                description: "The most requests a second; no limit without it."
            ),
            Property(
                "timeout_seconds",
                Double?.self,
                .range(Double(timeout.lowerBound) / 1_000...Double(timeout.upperBound) / 1_000),
                default: fallback(Double(defaults.timeoutMilliseconds) / 1_000),
                description: "The time for one whole exchange, to the millisecond."
            ),
            Property(
                "max_attempts",
                Int?.self,
                .range(Limits.attempts),
                default: fallback(defaults.maxAttempts),
                description: "The attempts of one delivery."
            ),
            Property("backoff", BackoffBody?.self, description: "The waits between attempts."),
        ]
    }

    /// The URL, as a string or, in a change, as an optional one.
    static func url(_ type: (some SchemaRepresentable & Encodable).Type) -> Property {
        Property(
            "url",
            type,
            .maxLength(AddressPolicy.maximumURLBytes),
            .format("uri"),
            description: "Where deliveries go: `http` or `https`, to an address that deliveries may go to."
        )
    }

    /// The patterns, as an array or, in a change, as an optional one.
    static func eventTypes(_ type: (some SchemaRepresentable & Encodable).Type) -> Property {
        Property(
            "event_types",
            type,
            .items(Limits.patterns),
            description: "Names of declared event types, `prefix.*`, or `*` for everything."
        )
    }

    static let headersDescription = """
        Headers of every request. Their values are never shown again. Refused are Postrider's own and those of the \
        connection.
        """
}
