import Logging
import Outbox
import Postgres

/// What a gateway process reads from its surroundings; see `gateway --help` for the settings.
struct GatewayConfiguration: Sendable {
    var database: PostgresConfiguration
    var box: SecretBox
    var policy: AddressPolicy
    var adminKey: String
    var serving = ServingSettings()
    var logLevel: Logger.Level

    /// Throws `SettingsError` with every fault at once.
    init(_ reader: consuming SettingsReader) throws {
        var reader = reader
        database = PostgresConfiguration(url: reader.text(.databaseURL), applicationName: "postrider gateway")
        box = reader.value(.secretsKey, default: SecretBox()) { try SecretBox(setting: $0) }
        policy = reader.addressPolicy()
        adminKey = reader.text(.adminKey)
        if !adminKey.isEmpty, adminKey.count < OperatorKey.minimumLength {
            reader.fault(
                "ADMIN_API_KEY has \(adminKey.count) characters, and must have at least \(OperatorKey.minimumLength): "
                    + "`postrider keys` prints a fresh one"
            )
        }
        serving.host = reader.text(.httpHost)
        serving.port = reader.integer(.httpPort, in: 0...65535)
        serving.docsAssets = reader.optionalText(.docsAssets)
        logLevel = reader.logLevel()
        try reader.finish()
    }
}
