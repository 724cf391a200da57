package import JSONSchema

/// What the owner of a subscription decides, all but its state and its secrets.
package struct SubscriptionSettings: Sendable, Hashable {
    /// Where deliveries go: `http` or `https`, to an address that the ``AddressPolicy`` permits.
    package var url: String
    /// For people.
    package var description: String
    /// Names, `prefix.*` or `*`, at least one.
    package var eventTypes: [String]
    /// An object that a payload must contain, as PostgreSQL's `@>` has it; `nil` lets everything pass.
    package var filter: JSON?
    /// Headers of every request; their values are never shown.
    package var headers: [AttemptHeader]
    /// The owner's own references: an object that is kept and given back.
    package var metadata: JSON
    /// Whether one request at a time is sent, in the order of the events.
    package var ordered: Bool
    /// The most requests in flight, 1 to 512.
    package var maxInFlight: Int
    /// The most requests a second, 0.001 to 10,000; `nil` for no limit.
    package var ratePerSecond: Double?
    /// The time for one whole exchange in milliseconds, 100 to 60,000.
    package var timeoutMilliseconds: Int
    /// The attempts of one delivery, 1 to 100.
    package var maxAttempts: Int
    /// The waits between attempts; `nil` for ``RetrySchedule/standard``.
    package var backoff: RetrySchedule?

    /// Creates settings with the defaults of the table.
    package init(
        url: String,
        description: String = "",
        eventTypes: [String],
        filter: JSON? = nil,
        headers: [AttemptHeader] = [],
        metadata: JSON = [:],
        ordered: Bool = false,
        maxInFlight: Int = 16,
        ratePerSecond: Double? = nil,
        timeoutMilliseconds: Int = 15_000,
        maxAttempts: Int = 13,
        backoff: RetrySchedule? = nil
    ) {
        self.url = url
        self.description = description
        self.eventTypes = eventTypes
        self.filter = filter
        self.headers = headers
        self.metadata = metadata
        self.ordered = ordered
        self.maxInFlight = maxInFlight
        self.ratePerSecond = ratePerSecond
        self.timeoutMilliseconds = timeoutMilliseconds
        self.maxAttempts = maxAttempts
        self.backoff = backoff
    }
}

/// A subscription that is to be created.
package struct NewSubscription: Sendable, Hashable {
    /// Whose events it receives.
    package var tenant: String
    package var settings: SubscriptionSettings
    /// The text of its first secret; one is made when there is none.
    package var secret: String?

    package init(tenant: String = "default", settings: SubscriptionSettings, secret: String? = nil) {
        self.tenant = tenant
        self.settings = settings
        self.secret = secret
    }
}

/// What becomes of a subscription: its settings and its state as they shall be.
package struct SubscriptionChanges: Sendable, Hashable {
    package var settings: SubscriptionSettings
    package var state: SubscriptionState

    package init(settings: SubscriptionSettings, state: SubscriptionState) {
        self.settings = settings
        self.state = state
    }
}
