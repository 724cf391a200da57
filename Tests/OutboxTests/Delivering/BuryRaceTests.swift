import Foundation
import Postgres
import Synchronization
import TestKit
import Testing

@testable import Outbox

/// A worker's end meets its own statements that are still on their way.
struct BuryRaceTests {
    private final class Flag: Sendable {
        private let state = Atomic(false)
        var isRaised: Bool { state.load(ordering: .acquiring) }
        func raise() { state.store(true, ordering: .releasing) }
    }

    private func isBlocked(_ name: String, on database: TestDatabase) async throws -> Bool {
        try await database.count(
            """
            pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
              AND query LIKE '-- outbox.\(name)%'
            """
        ) == 1
    }

    private func waitUntilBlocked(_ name: String, on database: TestDatabase) async throws {
        try await eventually("a blocked \(name)") { try await isBlocked(name, on: database) }
    }

    /// Ends a worker while its dispatch is held up with leases in its hands: another session has inserted one of the
    /// deliveries and does not commit yet.
    private func withBlockedDispatch(
        named name: String,
        _ end: @escaping @Sendable (TestDatabase, WorkerID) async throws -> Void
    ) async throws {
        struct Undo: Error {}
        try await withDatabase { database in
            let worker = try await database.register()
            let (one, two) = (try await database.subscribe(), try await database.subscribe())
            let event = try await database.record()
            let isOver = Flag()
            var tasks: [Task<Void, any Error>] = []
            do {
                try await database.pool.withTransaction { transaction in
                    try await transaction.execute(
                        """
                        INSERT INTO outbox.deliveries (event_id, subscription_id, tenant, bucket, due_at)
                        VALUES (\(event)::uuid, \(two.id)::uuid, 'default', \(two.bucket)::int2, now())
                        """
                    )
                    tasks.append(
                        Task { @Sendable in
                            let dispatched = try await database.dispatchAll(to: worker, mayStart: [one: 1, two: 1])
                            #expect(dispatched.leased.count == 2)
                        }
                    )
                    try await waitUntilBlocked("dispatch", on: database)
                    tasks.append(
                        Task { @Sendable in
                            try await end(database, worker)
                            isOver.raise()
                        }
                    )
                    try await eventually("\(name) to be over or to wait") {
                        let isWaiting = try await isBlocked(name, on: database)
                        return isWaiting || isOver.isRaised
                    }
                    throw Undo()
                }
            } catch is Undo {}
            for task in tasks { try await task.value }
            // What the dispatch leased is given back by the stop, or left for a burial that does come.
            _ = try await database.queue.bury()
            #expect(try await database.count("outbox.deliveries") == 2)
            #expect(try await database.count("outbox.deliveries WHERE owner IS NOT NULL") == 0)
        }
    }

    @Test func whatAWorkerDispatchesWhileItStopsIsNotLost() async throws {
        try await withBlockedDispatch(named: "lock_worker") { try await $0.queue.stop($1) }
    }

    @Test func whatADeadWorkerDispatchesIsNotLost() async throws {
        try await withBlockedDispatch(named: "bury") { database, worker in
            try await database.age(worker, seconds: 31)
            _ = try await database.queue.bury()
        }
    }

    /// The result of a worker that is being buried was written first: it stands.
    @Test(arguments: [true, false]) func aResultThatComesFirstStands(isLostTwice: Bool) async throws {
        try await withDatabase { database in
            let worker = try await database.register()
            let subscription = try await database.subscribe()
            let event = try await database.delivery(
                to: subscription.id,
                attempts: 3,
                owner: Int(worker),
                dueIn: -1
            )
            for number in 1...2 where isLostTwice {
                try await database.attempt(number, of: event, to: subscription.id, .lost)
            }
            try await database.age(worker, seconds: 31)
            var burial: Task<Int, any Error>?
            try await database.pool.withTransaction { transaction in
                try await transaction.execute(
                    "UPDATE outbox.deliveries SET owner = NULL, due_at = now() + interval '1 hour'"
                )
                try await transaction.execute(
                    """
                    INSERT INTO outbox.attempts (event_id, subscription_id, attempt, outcome, worker, started_at)
                    VALUES (\(event)::uuid, \(subscription.id)::uuid, 3, 'retry', \(worker)::int, now())
                    """
                )
                burial = Task { try await database.queue.bury() }
                try await waitUntilBlocked("bury", on: database)
            }
            #expect(try await burial?.value == 0)
            let row = try #require(try await database.live(event, subscription))
            #expect(row.dueIn > 3_000)
            #expect(try await database.deathReason(event, subscription) == nil)
            #expect(try await database.history(event, subscription).last == "3 retry")
        }
    }
}
