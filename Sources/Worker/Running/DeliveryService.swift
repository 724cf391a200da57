import Foundation
import Logging
import Outbox
import Postgres
import ServiceLifecycle
import Synchronization

/// The worker's work: registers, delivers for the length of its tenure, and registers anew when it lost it.
struct DeliveryService: Service {
    let queue: DeliveryQueue
    /// The heartbeat's own connection: it must not wait behind the work that it vouches for.
    let heartbeats: DeliveryQueue
    let sender: any DeliverySender
    let catalogue: Catalogue
    let notifier: Notifier
    let listener: PostgresListener
    let box: SecretBox
    let concurrency: Int
    let grace: Duration
    let health: Health
    let logger: Logger

    func run() async throws {
        let stop = StopSignal()
        let slots = SharedSlots(capacity: concurrency)
        await withGracefulShutdownHandler {
            await withDiscardingTaskGroup { group in
                group.addTask { for await _ in listener.wakeups { slots.alarm.raise() } }
                while !stop.isRaised, !Task.isCancelled {
                    guard let tenure = await register(until: stop) else { break }
                    await serve(tenure, slots: slots, until: stop)
                }
                group.cancelAll()
            }
        } onGracefulShutdown: {
            logger.notice("worker shutting down")
            stop.raise()
            slots.alarm.raise()
        }
    }

    private func register(until stop: StopSignal) async -> Tenure? {
        var pause: Duration = .milliseconds(100)
        while !stop.isRaised, !Task.isCancelled {
            do {
                let now = ContinuousClock.now
                let worker = try await heartbeats.register(
                    host: ProcessInfo.processInfo.hostName,
                    pid: ProcessInfo.processInfo.processIdentifier,
                    version: Release.version
                )
                logger.notice("worker registered", metadata: ["worker": "\(worker)"])
                return Tenure(worker: worker, registeredAt: now)
            } catch {
                logger.warning("worker not registered", metadata: ["error": "\(String(reflecting: error))"])
                await stop.wait(upTo: pause)
                pause = min(pause * 2, .seconds(2))
            }
        }
        return nil
    }

    private func serve(_ tenure: Tenure, slots: SharedSlots, until stop: StopSignal) async {
        let finisher = Finisher(queue: queue, worker: tenure.worker, logger: logger)
        let courier = Courier(tenure: tenure, sender: sender, finisher: finisher, logger: logger)
        await withDiscardingTaskGroup { group in
            group.addTask { await finisher.run() }
            group.addTask { await Heartbeat(queue: heartbeats, tenure: tenure, health: health, logger: logger).run() }
            await work(tenure, slots: slots, courier: courier, until: stop)
            finisher.close()
            await end(tenure, until: stop)
            group.cancelAll()
        }
        health.ready = false
        logger.notice("worker stopped", metadata: ["worker": "\(tenure.worker)"])
    }

    /// Runs the loop; when it ends, open requests get the grace, and are closed when the tenure is over.
    private func work(_ tenure: Tenure, slots: SharedSlots, courier: Courier, until stop: StopSignal) async {
        await withDiscardingTaskGroup { sends in
            var loop = WorkLoop(
                queue: queue,
                tenure: tenure,
                courier: courier,
                inspector: Inspector(queue: queue, catalogue: catalogue, logger: logger),
                notifier: notifier,
                box: box,
                slots: slots,
                logger: logger
            )
            await loop.run(in: &sends) { stop.isRaised }
            let graceEnds = ContinuousClock.now + grace
            while !slots.isIdle, !tenure.isOver, !Task.isCancelled {
                let rest = min(graceEnds, tenure.closesAt) - .now
                guard rest > .zero else { break }
                await slots.alarm.wait(upTo: min(rest, .seconds(1)))
            }
            sends.cancelAll()
        }
    }

    /// Ends the registration: what is still leased goes back refunded.
    ///
    /// A database that is away is waited for unless the
    /// process stops; another worker buries this one then.
    private func end(_ tenure: Tenure, until stop: StopSignal) async {
        tenure.end()
        while !Task.isCancelled {
            do {
                try await heartbeats.stop(tenure.worker)
                notifier.hint()
                return
            } catch {
                logger.warning("worker not signed off", metadata: ["error": "\(String(reflecting: error))"])
                guard !stop.isRaised else { return }
                await stop.wait(upTo: .seconds(1))
            }
        }
    }
}
