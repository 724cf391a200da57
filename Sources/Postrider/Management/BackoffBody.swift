import Outbox

/// The waits between attempts, as the API spells them.
struct BackoffBody: SchemaComponent {
    var baseSeconds: Double?
    var factor: Double?
    var capSeconds: Double?

    static let schemaName = "Postrider.Backoff"

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

    /// What is not said is as in the standard schedule.
    var schedule: RetrySchedule {
        let standard = RetrySchedule.standard
        return RetrySchedule(
            base: baseSeconds ?? standard.base,
            factor: factor ?? standard.factor,
            cap: capSeconds ?? standard.cap
        )
    }

    static func definition(in registry: inout SchemaRegistry) -> JSON {
        let standard = RetrySchedule.standard
        return ObjectSchema(
            "The wait after the n-th attempt: `min(base * factor^(n-1), cap)`, 25 % more or less at random.",
            unknownKeys: .forbidden
        ) {
            Property("base_seconds", Double?.self, .range(Limits.backoffBase), default: standard.base)
            Property("factor", Double?.self, .range(Limits.backoffFactor), default: standard.factor)
            Property("cap_seconds", Double?.self, .range(Limits.backoffCap), default: standard.cap)
        }
        .json(in: &registry)
    }
}
