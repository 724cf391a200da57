import Logging
import Outbox
public import Postgres
import ServiceLifecycle
import UnixSignals

extension Gateway {
    /// Serves until SIGTERM or SIGINT, with the settings of the command line, the environment and the file `.env`.
    ///
    /// Declarations, settings and the database's schema are checked first. On a signal the server stops accepting,
    /// finishes what it has, and the events that wait are recorded before the database is left.
    ///
    /// `prepare` runs once before the first request, when the database answers: for the application's own tables. Throws
    /// ``DeclarationError`` or an error whose description says what to set.
    public func run(preparing prepare: (PostgresPool) async throws -> Void = { _ in }) async {
        do {
            try await serve(preparing: prepare)
        } catch SettingsError.help(let process) {
            print(SettingsError.help(process))
        } catch {
            Startup.fail("gateway", error)
        }
    }

    private func serve(preparing prepare: (PostgresPool) async throws -> Void) async throws {
        let configuration = try GatewayConfiguration(try await SettingsReader.standard(for: .gateway))
        var logger = Logger(label: "postrider.gateway")
        logger.logLevel = configuration.logLevel
        let database = PostgresPool(configuration.database)
        let notifier = Notifier(configuration.database, logger: logger)
        let emitter = EventEmitter(database: database, notifier: notifier)
        mount(management(configuration, database: database, emitter: emitter))
        let services = GatewayServices(
            pool: database,
            emitter: emitter,
            notifier: notifier,
            readiness: { await Self.readiness(of: database) }
        )
        let build = try build(services: services, settings: configuration.serving, logger: logger)

        try await Startup.waitForSchema(database, logger: logger)
        try await EventTypeStore(database: database).declare(build.declaration(of: about))
        try await prepare(database)

        let log = logger
        let application = makeApplication(
            build,
            services: services,
            settings: configuration.serving,
            logger: logger
        ) {
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

    private func management(
        _ configuration: GatewayConfiguration,
        database: PostgresPool,
        emitter: EventEmitter
    ) -> ManagementAPI {
        ManagementAPI(
            subscriptions: SubscriptionStore(database: database, box: configuration.box),
            subscriptionCheck: SubscriptionCheck(policy: configuration.policy, resolver: SystemResolver()),
            events: EventStore(database: database),
            deliveries: DeliveryStore(database: database),
            eventTypes: EventTypeStore(database: database),
            catalogue: Catalogue(database: database),
            emitter: emitter,
            operatorKey: OperatorKey(configuration.adminKey),
            isDocumented: documentsManagement
        )
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

extension GatewayBuild {
    /// What the catalogue of event types must hold before the first request.
    fileprivate func declaration(of about: About) -> EventTypeDeclaration {
        let types = webhooks.map { webhook in
            let definition = EventTypeDefinition(
                method: EventTypeMethod(rawValue: webhook.method) ?? .post,
                summary: webhook.summary,
                description: webhook.description,
                schema: webhook.schema,
                example: webhook.example,
                isDeprecated: webhook.isDeprecated
            )
            return (webhook.name, definition)
        }
        return EventTypeDeclaration(
            application: about.title,
            release: about.version,
            types: Dictionary(types) { first, _ in first }
        )
    }
}
