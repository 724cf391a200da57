package import JSONSchema
package import Postgres
import Synchronization

/// The event types of the database, kept in memory with their schemas compiled.
///
/// It is read again when it is older than a second, and at once for a name that it does not know. Of concurrent callers
/// one reads and the others wait for it. While the database is away, what is known goes on being used.
package final class Catalogue: Sendable {
    private let database: any Queryable
    private let maximumAge: Duration
    private let now: @Sendable () -> ContinuousClock.Instant
    private let state = Mutex(State())

    private typealias Waiter = CheckedContinuation<Result<Void, any Error>, Never>

    private struct State {
        var snapshot = CatalogueSnapshot(entries: [:])
        /// When the read of the snapshot began; `nil` before the first.
        var readAt: ContinuousClock.Instant?
        /// Counts ``invalidate()``; a read that began before the last of them does not count as fresh.
        var generation = 0
        var readGeneration = 0
        var isReading = false
        var waiters: [Waiter] = []

        func isFresh(since earliest: ContinuousClock.Instant) -> Bool {
            guard let readAt else { return false }
            return readGeneration == generation && readAt >= earliest
        }
    }

    package init(
        database: any Queryable,
        maximumAge: Duration = Limits.catalogueAge,
        now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
    ) {
        self.database = database
        self.maximumAge = maximumAge
        self.now = now
    }

    /// Checks the bytes of a payload, a JSON document; throws `PostgresError`.
    package func check(type: String, payload: ArraySlice<UInt8>) async throws -> CheckResult {
        try await snapshot(knowing: [type]).check(type: type, payload: payload)
    }

    /// Checks a payload that has been read already; throws `PostgresError`.
    package func check(type: String, payload: JSON) async throws -> CheckResult {
        try await snapshot(knowing: [type]).check(type: type, payload: payload)
    }

    /// The event types: at most a second old, and read just now if one of the names was not among them.
    ///
    /// Throws `PostgresError` when the database is away and the names are not known from before.
    package func snapshot(knowing names: some Sequence<String>) async throws -> CatalogueSnapshot {
        let asked = now()
        let (known, isFresh) = state.withLock { ($0.snapshot, $0.isFresh(since: asked - maximumAge)) }
        let knowsAll = names.allSatisfy { known[$0] != nil }
        if knowsAll, isFresh { return known }
        do {
            return try await snapshot(readSince: knowsAll ? asked - maximumAge : asked)
        } catch let error as PostgresError where knowsAll && error.isTransient {
            return known
        }
    }

    /// Makes the next caller read again: an event type was changed by this process.
    package func invalidate() {
        state.withLock { $0.generation += 1 }
    }

    // MARK: Single flight

    private enum Turn {
        case have(CatalogueSnapshot)
        case read(from: CatalogueSnapshot, generation: Int)
        case wait
    }

    private func snapshot(readSince earliest: ContinuousClock.Instant) async throws -> CatalogueSnapshot {
        while true {
            switch state.withLock({ Self.turn(in: &$0, earliest: earliest) }) {
            case .have(let snapshot):
                return snapshot
            case .read(let known, let generation):
                return try await read(from: known, generation: generation)
            case .wait:
                if case .failure(let error) = await wait(), !Self.isCancellation(error) { throw error }
                try Task.checkCancellation()
            }
        }
    }

    private static func turn(in state: inout State, earliest: ContinuousClock.Instant) -> Turn {
        if state.isFresh(since: earliest) { return .have(state.snapshot) }
        guard !state.isReading else { return .wait }
        state.isReading = true
        return .read(from: state.snapshot, generation: state.generation)
    }

    private func read(from known: CatalogueSnapshot, generation: Int) async throws -> CatalogueSnapshot {
        let began = now()
        do {
            let snapshot = try await CatalogueReader.read(from: database, known: known)
            finish(.success(())) { state in
                state.snapshot = snapshot
                state.readAt = began
                state.readGeneration = generation
            }
            return snapshot
        } catch {
            finish(.failure(error)) { _ in }
            throw error
        }
    }

    private func finish(_ result: Result<Void, any Error>, _ change: (inout State) -> Void) {
        let waiters = state.withLock { state in
            change(&state)
            state.isReading = false
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.resume(returning: result) }
    }

    /// Waits for the read that is under way; the reader always ends it, also when its own task is cancelled.
    private func wait() async -> Result<Void, any Error> {
        await withCheckedContinuation { (waiter: Waiter) in
            let isOver = state.withLock { state in
                if state.isReading { state.waiters.append(waiter) }
                return !state.isReading
            }
            if isOver { waiter.resume(returning: .success(())) }
        }
    }

    private static func isCancellation(_ error: any Error) -> Bool {
        error is CancellationError || (error as? PostgresError)?.code == .cancelled
    }
}
