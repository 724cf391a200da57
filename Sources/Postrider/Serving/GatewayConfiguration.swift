import Logging
import Outbox
import Postgres

/// What a gateway process reads from its surroundings; see `gateway --help` for the settings.
struct GatewayConfiguration: Sendable {
    var database: PostgresConfiguration
    var serving = ServingSettings()
    var logLevel: Logger.Level

    /// Throws `SettingsError` with every fault at once.
    init(_ reader: consuming SettingsReader) throws {
        var reader = reader
        database = PostgresConfiguration(url: reader.text(.databaseURL), applicationName: "postrider gateway")
        serving.host = reader.text(.httpHost)
        serving.port = reader.integer(.httpPort, in: 0...65535)
        serving.docsAssets = reader.optionalText(.docsAssets)
        logLevel = reader.logLevel()
        try reader.finish()
    }
}
