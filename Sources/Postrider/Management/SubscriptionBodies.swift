import Foundation
import Outbox

/// The waits between attempts, as the API spells them.
struct BackoffBody: SchemaComponent {
    var baseSeconds: Double
    var factor: Double
    var capSeconds: Double

    static let schemaName = "Backoff"

    enum CodingKeys: String, CodingKey {
        case baseSeconds = "base_seconds"
        case factor
        case capSeconds = "cap_seconds"
    }

    init(_ schedule: RetrySchedule) {
        baseSeconds = schedule.base
        factor = schedule.factor
        capSeconds = schedule.cap
    }

    var schedule: RetrySchedule { RetrySchedule(base: baseSeconds, factor: factor, cap: capSeconds) }

    static func definition(in registry: inout SchemaRegistry) -> JSON {
        ObjectSchema(
            "The wait after the n-th attempt is min(base × factor^(n-1), cap), ±25 %.",
            unknownKeys: .forbidden
        ) {
            Property("base_seconds", Double.self, .range(Limits.backoffBase))
            Property("factor", Double.self, .range(Limits.backoffFactor))
            Property("cap_seconds", Double.self, .range(Limits.backoffCap))
        }
        .json(in: &registry)
    }
}

/// What the owner of a subscription sends.
struct SubscriptionInput: SchemaComponent {
    var url: String
    var eventTypes: [String]
    var tenant: String?
    var description: String?
    var filter: JSON?
    var headers: [String: String]?
    var metadata: JSON?
    var ordered: Bool?
    var maxInFlight: Int?
    var ratePerSecond: Double?
    var timeoutSeconds: Double?
    var maxAttempts: Int?
    var backoff: BackoffBody?
    var secret: String?

    static let schemaName = "NewSubscription"

    enum CodingKeys: String, CodingKey {
        case url
        case eventTypes = "event_types"
        case tenant
        case description
        case filter
        case headers
        case metadata
        case ordered
        case maxInFlight = "max_in_flight"
        case ratePerSecond = "rate_per_second"
        case timeoutSeconds = "timeout_seconds"
        case maxAttempts = "max_attempts"
        case backoff
        case secret
    }

    static func definition(in registry: inout SchemaRegistry) -> JSON {
        ObjectSchema("A URL and the webhooks that it is to receive.", unknownKeys: .forbidden) {
            Property(
                "url",
                String.self,
                .maxLength(2048),
                .format("uri"),
                description: "Where deliveries go: http or https."
            )
            Property(
                "event_types",
                [String].self,
                .items(Limits.patterns),
                description: "Names, `prefix.*` or `*` for everything."
            )
            Property("tenant", String?.self, .minLength(1), .maxLength(128), description: "Whose events; `default`.")
            for property in settings { property }
            Property("secret", String?.self, description: "`whsec_` and base64 of 24 to 64 bytes; made if not given.")
        }
        .json(in: &registry)
    }

    /// The optional settings, which a change has as well.
    static let settings: [Property] = [
        Property("description", String?.self, .maxLength(Limits.descriptionCharacters), description: "For people."),
        Property("filter", JSON?.self, description: "An object that a payload must contain to be delivered."),
        Property(
            "headers",
            [String: String]?.self,
            description: "Headers of every request. Their values are never shown again."
        ),
        Property("metadata", JSON?.self, description: "An object of your own references."),
        Property("ordered", Bool?.self, description: "One request at a time, in the order of the events."),
        Property("max_in_flight", Int?.self, .range(Limits.inFlight), description: "Requests in flight; 16."),
        Property(
            "rate_per_second",
            Double?.self,
            .range(Limits.ratePerSecond),
            description: "Requests a second; no limit."
        ),
        Property(
            "timeout_seconds",
            Double?.self,
            .range(0.1...60),
            description: "For one whole exchange; 15."
        ),
        Property("max_attempts", Int?.self, .range(Limits.attempts), description: "Attempts of a delivery; 13."),
        Property("backoff", BackoffBody?.self, description: "The waits between attempts; 5 s × 4, at most 12 h."),
    ]

    var asSettings: SubscriptionSettings {
        let defaults = SubscriptionSettings(url: url, eventTypes: eventTypes)
        return SubscriptionSettings(
            url: url,
            description: description ?? defaults.description,
            eventTypes: eventTypes,
            filter: filter,
            headers: (headers ?? [:]).sorted { $0.key < $1.key }.map { AttemptHeader(name: $0.key, value: $0.value) },
            metadata: metadata ?? defaults.metadata,
            ordered: ordered ?? defaults.ordered,
            maxInFlight: maxInFlight ?? defaults.maxInFlight,
            ratePerSecond: ratePerSecond,
            timeoutMilliseconds: timeoutSeconds.map { Int(($0 * 1000).rounded()) } ?? defaults.timeoutMilliseconds,
            maxAttempts: maxAttempts ?? defaults.maxAttempts,
            backoff: backoff?.schedule
        )
    }

    init(_ settings: SubscriptionSettings) {
        url = settings.url
        eventTypes = settings.eventTypes
        description = settings.description
        filter = settings.filter
        headers = Dictionary(settings.headers.map { ($0.name, $0.value) }) { first, _ in first }
        metadata = settings.metadata
        ordered = settings.ordered
        maxInFlight = settings.maxInFlight
        ratePerSecond = settings.ratePerSecond
        timeoutSeconds = Double(settings.timeoutMilliseconds) / 1000
        maxAttempts = settings.maxAttempts
        backoff = settings.backoff.map(BackoffBody.init)
    }
}

/// A change of a subscription: a JSON merge patch (RFC 7396).
struct SubscriptionPatch: SchemaComponent {
    static func definition(in registry: inout SchemaRegistry) -> JSON {
        ObjectSchema(
            "A JSON merge patch (RFC 7396): what is absent stays, null clears.",
            unknownKeys: .forbidden
        ) {
            Property("url", String?.self, .maxLength(2048), .format("uri"))
            Property("event_types", [String]?.self, .items(Limits.patterns))
            for property in SubscriptionInput.settings where property.name != "headers" { property }
            Property(
                "headers",
                [String: String?]?.self,
                description: "Headers by name; null removes one, or all of them."
            )
            Property("state", StateName?.self)
        }
        .json(in: &registry)
    }
}

/// A state by its name.
enum StateName: String, Codable, Sendable, CaseIterable, SchemaRepresentable {
    case active
    case paused
    case disabled

    static func schema(in registry: inout SchemaRegistry) -> JSON {
        ["type": "string", "enum": .array(allCases.map { .string($0.rawValue) })]
    }
}

/// A subscription as it is shown.
struct SubscriptionBody: SchemaComponent {
    var id: UUID
    var tenant: String
    var url: String
    var eventTypes: [String]
    var description: String
    var filter: JSON?
    var headerNames: [String]?
    var metadata: JSON
    var state: StateName
    var disabledReason: String?
    var ordered: Bool
    var heldUntil: Date?
    var maxInFlight: Int
    var ratePerSecond: Double?
    var timeoutSeconds: Double
    var maxAttempts: Int
    var backoff: BackoffBody?
    var failingSince: Date?
    var failureCount: Int
    var createdAt: Date
    var updatedAt: Date
    var secret: String?

    static let schemaName = "RegisteredSubscription"

    enum CodingKeys: String, CodingKey {
        case id
        case tenant
        case url
        case eventTypes = "event_types"
        case description
        case filter
        case headerNames = "header_names"
        case metadata
        case state
        case disabledReason = "disabled_reason"
        case ordered
        case heldUntil = "held_until"
        case maxInFlight = "max_in_flight"
        case ratePerSecond = "rate_per_second"
        case timeoutSeconds = "timeout_seconds"
        case maxAttempts = "max_attempts"
        case backoff
        case failingSince = "failing_since"
        case failureCount = "failure_count"
        case createdAt = "created_at"
        case updatedAt = "updated_at"
        case secret
    }

    static func definition(in registry: inout SchemaRegistry) -> JSON {
        ObjectSchema("A registered URL.") {
            Property("id", UUID.self)
            Property("tenant", String.self)
            Property("url", String.self, .format("uri"))
            Property("event_types", [String].self)
            Property("description", String.self)
            Property("filter", JSON?.self)
            Property("header_names", [String]?.self, description: "The names of the custom headers.")
            Property("metadata", JSON.self)
            Property("state", StateName.self)
            Property("disabled_reason", String?.self, description: "`gone`, `failing` or `by_owner`.")
            Property("ordered", Bool.self)
            Property("held_until", Date?.self, description: "Ordered: when the head that failed is sent again.")
            Property("max_in_flight", Int.self)
            Property("rate_per_second", Double?.self)
            Property("timeout_seconds", Double.self)
            Property("max_attempts", Int.self)
            Property("backoff", BackoffBody?.self)
            Property("failing_since", Date?.self)
            Property("failure_count", Int.self)
            Property("created_at", Date.self)
            Property("updated_at", Date.self)
            Property("secret", String?.self, description: "Only in the answer to its creation.")
        }
        .json(in: &registry)
    }

    init(_ subscription: Outbox.Subscription, secret: WebhookSecret? = nil) {
        id = subscription.id
        tenant = subscription.tenant
        url = subscription.url
        eventTypes = subscription.eventTypes
        description = subscription.description
        filter = subscription.filter
        headerNames = subscription.headerNames
        metadata = subscription.metadata
        state = StateName(rawValue: subscription.state.rawValue) ?? .disabled
        disabledReason = subscription.disabledReason?.rawValue
        ordered = subscription.ordered
        heldUntil = subscription.heldUntil
        maxInFlight = subscription.maxInFlight
        ratePerSecond = subscription.ratePerSecond
        timeoutSeconds = Double(subscription.timeoutMilliseconds) / 1000
        maxAttempts = subscription.maxAttempts
        backoff = subscription.backoff.map(BackoffBody.init)
        failingSince = subscription.failingSince
        failureCount = subscription.failureCount
        createdAt = subscription.createdAt
        updatedAt = subscription.updatedAt
        self.secret = secret?.text
    }
}
