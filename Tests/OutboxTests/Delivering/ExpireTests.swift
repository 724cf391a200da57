import Foundation
import Postgres
import TestKit
import Testing

@testable import Outbox

struct ExpireTests {
    private static let day = 86_400.0

    private func delivery(
        ofAge days: Double,
        waitingFor waitingDays: Double? = nil,
        to subscription: TestSubscription,
        owner: WorkerID? = nil,
        on database: TestDatabase
    ) async throws -> UUID {
        let event = try await database.event(age: days * Self.day)
        try await database.delivery(
            of: event,
            to: subscription.id,
            attempts: 4,
            owner: owner.map(Int.init),
            dueIn: 600
        )
        try await database.execute(
            """
            UPDATE outbox.deliveries SET since = now() - make_interval(secs => \((waitingDays ?? days) * Self.day)::float8),
              last_status = 500, last_error = 'status_500'
            WHERE event_id = \(event)::uuid
            """
        )
        return event
    }

    @Test func endsWhatHasWaitedForAWeek() async throws {
        try await withDatabase { database in
            let subscription = try await database.subscribe(state: "paused")
            let old = try await delivery(ofAge: 7.1, to: subscription, on: database)
            let young = try await delivery(ofAge: 6.9, to: subscription, on: database)
            #expect(try await database.queue.expire() == 1)
            #expect(try await database.deathReason(old, subscription) == .expired)
            #expect(try await database.live(young, subscription) != nil)
            let letter = try #require(try await database.query("SELECT * FROM outbox.dead_letters").first)
            #expect(try letter.decode("attempts") == 4)
            #expect(try letter.decode("last_status") == 500)
            #expect(try letter.decode("last_error") == "status_500")
            #expect(try await database.queue.expire() == 0)
        }
    }

    @Test func aReplayHasTheWholeTimeAnew() async throws {
        try await withDatabase { database in
            let subscription = try await database.subscribe()
            let replayed = try await delivery(ofAge: 20, waitingFor: 1, to: subscription, on: database)
            #expect(try await database.queue.expire() == 0)
            #expect(try await database.live(replayed, subscription) != nil)
        }
    }

    @Test func whatIsBeingSentIsLeftToItsWorker() async throws {
        try await withDatabase { database in
            let worker = try await database.register()
            let subscription = try await database.subscribe()
            _ = try await delivery(ofAge: 8, to: subscription, owner: worker, on: database)
            #expect(try await database.queue.expire() == 0)
        }
    }

    @Test func goesInSteps() async throws {
        try await withDatabase { database in
            let subscription = try await database.subscribe()
            try await database.execute(
                """
                INSERT INTO outbox.deliveries (event_id, subscription_id, tenant, bucket, due_at, since)
                SELECT outbox.uuid_v7(now() - interval '8 days'), \(subscription.id)::uuid, 'default',
                  \(subscription.bucket)::int2, now(), now() - interval '8 days' FROM generate_series(1, 1200)
                """
            )
            #expect(try await database.queue.expire() == 1_000)
            #expect(try await database.queue.expire() == 200)
            #expect(try await database.count("outbox.dead_letters WHERE reason = 'expired'") == 1_200)
        }
    }
}
