import Foundation
import Logging
import NIOPosix
import Outbox
import Postgres
import ServiceLifecycle
import UnixSignals

/// The process that delivers: `worker`.
@main
struct Worker {
    static func main() async {
        do {
            try await run(WorkerConfiguration(try await SettingsReader.standard(for: .worker)))
        } catch SettingsError.help(let process) {
            print(SettingsError.help(process))
        } catch {
            Startup.fail("worker", error)
        }
    }

    private static func run(_ configuration: WorkerConfiguration) async throws {
        var logger = Logger(label: "postrider.worker")
        logger.logLevel = configuration.logLevel
        let database = PostgresPool(configuration.database)
        try await Startup.waitForSchema(database, logger: logger)

        let group = MultiThreadedEventLoopGroup.singleton
        var single = configuration.database
        single.poolSize = 1
        let heartbeats = PostgresPool(single)
        let notifier = Notifier(configuration.database, logger: logger)
        let listener = PostgresListener(configuration.database, channel: Notifier.channel)
        let sender = try HTTPDeliverySender(
            group: group,
            policy: configuration.policy,
            authorities: try configuration.authorities.map(readAuthorities)
        )
        let health = Health()
        let queue = DeliveryQueue(database: database)
        let delivery = DeliveryService(
            queue: queue,
            heartbeats: DeliveryQueue(database: heartbeats),
            sender: sender,
            catalogue: Catalogue(database: database),
            notifier: notifier,
            listener: listener,
            box: configuration.box,
            concurrency: configuration.concurrency,
            grace: configuration.grace,
            health: health,
            logger: logger
        )
        var services = ServiceGroupConfiguration(
            services: [
                .init(
                    service: HealthService(
                        port: configuration.metricsPort,
                        health: health,
                        group: group,
                        logger: logger
                    )
                ),
                .init(service: notifier),
                .init(service: ListenerService(listener: listener, logger: logger)),
                .init(service: UpkeepService(queue: queue, retention: configuration.retention, logger: logger)),
                .init(service: SecondSignalService(logger: logger)),
                .init(
                    service: delivery,
                    successTerminationBehavior: .gracefullyShutdownGroup,
                    failureTerminationBehavior: .gracefullyShutdownGroup
                ),
            ],
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: logger
        )
        // After the grace the requests are closed, and their rows are given back in one or two statements.
        services.maximumGracefulShutdownDuration = configuration.grace + .seconds(8)
        try await ServiceGroup(configuration: services).run()
        await sender.shutdown()
        await heartbeats.close()
        await database.close()
    }

    private static func readAuthorities(_ path: String) throws -> String {
        do {
            return try String(contentsOfFile: path, encoding: .utf8)
        } catch {
            throw SettingsError.faults(["DELIVERY_CA_FILE can't be read: \(path)"])
        }
    }
}

/// Listens for the notifications of those who commit.
private struct ListenerService: Service {
    let listener: PostgresListener
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await listener.run { error in
                logger.warning("not listening, polling only", metadata: ["error": "\(String(reflecting: error))"])
            }
        }
    }
}
