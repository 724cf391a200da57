import Logging
import Outbox
import Postgres

/// What a worker needs to know.
struct WorkerConfiguration {
    var database: PostgresConfiguration
    var box: SecretBox
    var policy: AddressPolicy
    /// PEM file of further certificate authorities.
    var authorities: String?
    var concurrency: Int
    var grace: Duration
    var retention: Duration
    var metricsPort: Int
    var logLevel: Logger.Level
}

extension WorkerConfiguration {
    /// Reads all settings and reports all faults at once; throws ``SettingsError``.
    init(_ settings: consuming SettingsReader) throws(SettingsError) {
        var settings = settings
        database = PostgresConfiguration(
            url: settings.text(.databaseURL),
            applicationName: "postrider worker",
            poolSize: 5,
            forcesGenericPlans: true
        )
        box = settings.value(.secretsKey, default: SecretBox()) { try SecretBox(setting: $0) }
        policy = settings.addressPolicy()
        authorities = settings.optionalText(.deliveryAuthorities)
        concurrency = settings.integer(.deliveryConcurrency, in: 1...10_000)
        grace = .seconds(settings.integer(.shutdownGrace, in: 0...3_600))
        retention = .seconds(settings.integer(.retentionDays, in: 1...3_650) * 24 * 3_600)
        metricsPort = settings.integer(.metricsPort, in: 0...65_535)
        logLevel = settings.logLevel()
        try settings.finish()
    }
}
