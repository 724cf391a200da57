import Foundation
import Postgres
import TestKit
import Testing

@testable import Outbox

/// What waits for a subscription that receives nothing more ends as a dead letter, replayable.
struct EndedSubscriptionTests {
    @Test func goneEndsWhatWaits() async throws {
        try await withDatabase { database in
            let worker = try await database.register()
            let subscription = try await database.subscribe()
            let delivery = try await database.lease(subscription, to: worker)
            let waiting = try await database.delivery(to: subscription.id, attempts: 2, dueIn: 600)
            let finished = FinishedAttempt(delivery, .dead(.gone), status: 410)
            #expect(try await database.queue.finishIfLeased([finished], by: worker) == [true])
            #expect(try await database.deathReason(delivery.event, subscription) == .gone)

            // What the worker's discovery finds and ends.
            let work = try await database.queue.waiting(in: [subscription.bucket])
            #expect(work.map(\.isDisabled) == [true])
            try await database.queue.endWaiting(of: subscription.id)
            #expect(try await database.deathReason(waiting, subscription) == .disabled)
            #expect(try await database.live(waiting, subscription) == nil)
        }
    }
}
