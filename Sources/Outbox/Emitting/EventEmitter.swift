package import Postgres
import ServiceLifecycle

/// Records single events, many concurrent ones with one statement and one commit.
package final class EventEmitter: Service {
    private let database: PostgresPool
    private let notifier: Notifier
    private let batcher: Batcher<EmitStatement.Input, EmitStatement.Result>

    /// Two batches in flight let the server commit both with one flush of its log.
    private static let bounds = Batcher<EmitStatement.Input, EmitStatement.Result>
        .Bounds(
            lanes: 2,
            batch: Limits.emitBatch,
            batchWeight: Limits.emitBatchBytes,
            waiting: Limits.waitingEmits,
            waitingWeight: Limits.waitingEmitBytes
        )

    package init(database: PostgresPool, notifier: Notifier) {
        self.database = database
        self.notifier = notifier
        batcher = Batcher(Self.bounds, weigh: Self.weight) { batch in
            let results = await splittingOnDataErrors(batch, isDataError: Self.isDataError) {
                try await EmitStatement.run($0, on: database)
            }
            notifier.hint()
            return results
        }
    }

    @Sendable
    private static func weight(of input: EmitStatement.Input) -> Int {
        input.event.payload.count
    }

    /// Records one event and returns after its commit.
    ///
    /// With a key, a repetition answers the first event, and another body ``EmitError/keyConflict``. Throws
    /// ``EmitError``, or `PostgresError` with an unknown outcome; only with a key is it safe to repeat then.
    package func emit(_ event: NewEvent, key: String? = nil) async throws -> EmittedEvent {
        do {
            switch try await batcher.submit(EmitStatement.Input(event: event, key: key)) {
            case .recorded(let event): return event
            case .keyConflict: throw EmitError.keyConflict
            }
        } catch {
            throw EmitError(error) ?? error
        }
    }

    /// Records events in one transaction of their own: all of them, in order, or none.
    package func emitAll(_ events: [NewEvent]) async throws -> [EmittedEvent] {
        do {
            let emitted = try await database.emit(events)
            notifier.hint()
            return emitted
        } catch {
            throw EmitError(error) ?? error
        }
    }

    /// Runs until graceful shutdown; what waits then is still recorded.
    package func run() async throws {
        await withGracefulShutdownHandler {
            await batcher.run()
        } onGracefulShutdown: {
            self.batcher.close()
        }
    }

    private static func isDataError(_ error: any Error) -> Bool {
        (error as? PostgresError)?.isDataError == true
    }
}

extension EmitError {
    /// The emitter's word for an error of the batcher or of the data; `nil` for the database's own troubles.
    init?(_ error: any Error) {
        switch error {
        case Batcher<EmitStatement.Input, EmitStatement.Result>.Refusal.full: self = .overloaded
        case Batcher<EmitStatement.Input, EmitStatement.Result>.Refusal.closed: self = .closed
        case let error as PostgresError where error.isDataError: self = .refused(sqlState: error.sqlState ?? "")
        default: return nil
        }
    }
}
