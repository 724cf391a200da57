import Logging
import Outbox
public import Postgres
import ServiceLifecycle

extension Gateway {
    /// Serves until SIGTERM or SIGINT, with the settings of the command line, the environment and the file `.env`.
    ///
    /// Declarations, settings and the database's schema are checked first. On a signal the server stops accepting,
    /// finishes what it has, and the events that wait are recorded before the database is left.
    ///
    /// Throws ``DeclarationError`` or an error whose description says what to set.
    ///
    /// - Parameter prepare: Runs once before the first request, when the database answers: for the application's own
    ///   tables.
    public func run(preparing prepare: (PostgresPool) async throws -> Void = { _ in }) async throws {
        let configuration = try GatewayConfiguration(try await SettingsReader.standard(for: .gateway))
        var logger = Logger(label: "postrider.gateway")
        logger.logLevel = configuration.logLevel
        let database = PostgresPool(configuration.database)
        try await Startup.waitForSchema(database, logger: logger)
        try await prepare(database)

        let notifier = Notifier(configuration.database, logger: logger)
        let emitter = EventEmitter(database: database, notifier: notifier)
        let services = GatewayServices(
            pool: database,
            emitter: emitter,
            notifier: notifier,
            readiness: { await Self.readiness(of: database) }
        )
        let log = logger
        let application = try makeApplication(services: services, settings: configuration.serving, logger: logger) {
            log.info("gateway listening", metadata: ["port": "\($0)"])
        }
        // Later ones depend on earlier ones and are stopped before them.
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [notifier, emitter, application],
                gracefulShutdownSignals: [.sigterm, .sigint],
                logger: logger
            )
        )
        try await group.run()
        await database.close()
    }

    private static func readiness(of database: PostgresPool) async -> GatewayServices.Readiness {
        do {
            _ = try await database.query("-- gateway.ready\nSELECT 1")
            return .ready
        } catch {
            return .notReady(["the database does not answer"])
        }
    }
}
