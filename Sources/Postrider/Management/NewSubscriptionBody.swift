import Foundation
import Outbox

/// What the owner of a new subscription sends.
struct NewSubscriptionBody: SchemaComponent {
    var url: String
    var eventTypes: [String]
    var tenant: String?
    var description: String?
    var filter: FreeObject?
    var headers: [String: String]?
    var metadata: FreeObject?
    var ordered: Bool?
    var maxInFlight: Int?
    var ratePerSecond: Double?
    var timeoutSeconds: Double?
    var maxAttempts: Int?
    var backoff: BackoffBody?
    var secret: String?

    static let schemaName = "Postrider.NewSubscription"

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
            SubscriptionFields.url(String.self)
            SubscriptionFields.eventTypes([String].self)
            Property(
                "tenant",
                String?.self,
                .minLength(1),
                .maxLength(Limits.tenantCharacters.upperBound),
                description: "Whose events: the key's tenant, or `default`."
            )
            for property in SubscriptionFields.properties(withDefaults: true) { property }
            Property("headers", [String: String]?.self, description: SubscriptionFields.headersDescription)
            Property(
                "secret",
                String?.self,
                .writeOnly,
                description: "`whsec_` and the base64 of 24 to 64 bytes; made if not given."
            )
        }
        .json(in: &registry)
    }
}

extension NewSubscriptionBody {
    /// The settings that the body stands for.
    var settings: SubscriptionSettings {
        var settings = SubscriptionSettings(url: url, eventTypes: eventTypes)
        settings.description = description ?? settings.description
        settings.filter = filter?.json
        settings.headers = (headers ?? [:]).sorted { $0.key < $1.key }
            .map { AttemptHeader(name: $0.key, value: $0.value) }
        settings.metadata = metadata?.json ?? settings.metadata
        settings.ordered = ordered ?? settings.ordered
        settings.maxInFlight = maxInFlight ?? settings.maxInFlight
        settings.ratePerSecond = ratePerSecond
        settings.timeoutMilliseconds = timeoutSeconds.map(Self.milliseconds) ?? settings.timeoutMilliseconds
        settings.maxAttempts = maxAttempts ?? settings.maxAttempts
        settings.backoff = backoff?.schedule
        return settings
    }

    /// The body that stands for the settings.
    init(_ settings: SubscriptionSettings) {
        url = settings.url
        eventTypes = settings.eventTypes
        description = settings.description
        filter = settings.filter.map(FreeObject.init)
        headers = Dictionary(settings.headers.map { ($0.name, $0.value) }) { first, _ in first }
        metadata = FreeObject(settings.metadata)
        ordered = settings.ordered
        maxInFlight = settings.maxInFlight
        ratePerSecond = settings.ratePerSecond
        timeoutSeconds = Double(settings.timeoutMilliseconds) / 1_000
        maxAttempts = settings.maxAttempts
        backoff = settings.backoff.map(BackoffBody.init)
    }

    /// The schema has bounded the number.
    private static func milliseconds(_ seconds: Double) -> Int {
        Int((min(max(seconds, 0), 1e6) * 1_000).rounded())
    }
}
