package import Outbox
package import Postgres

/// What a gateway works with while it serves; all of it runs elsewhere, as services of the process.
package struct GatewayServices: Sendable {
    /// Whether the process can serve, and why not.
    package enum Readiness: Sendable, Equatable {
        case ready
        case notReady([String])
    }

    /// The database; nil where a gateway runs without one, as tests may.
    package var pool: PostgresPool?
    /// Records single events.
    package var emitter: EventEmitter?
    /// Wakes the workers.
    package var notifier: Notifier?
    /// What `/health/ready` answers.
    package var readiness: @Sendable () async -> Readiness

    package init(
        pool: PostgresPool? = nil,
        emitter: EventEmitter? = nil,
        notifier: Notifier? = nil,
        readiness: @escaping @Sendable () async -> Readiness = { .ready }
    ) {
        self.pool = pool
        self.emitter = emitter
        self.notifier = notifier
        self.readiness = readiness
    }
}
