import Postgres
import TestKit
import Testing

@testable import Outbox

/// What was leased by a statement whose answer got lost goes back to be leased again.
struct OrphanTests {
    @Test func whatIsNotInHandIsGivenBackRefunded() async throws {
        try await withDatabase { database in
            let (worker, other) = (try await database.register(), try await database.register())
            let subscription = try await database.subscribe()
            let inHand = try await database.lease(subscription, to: worker)
            let orphan = try await database.lease(subscription, to: worker)
            let foreign = try await database.lease(subscription, to: other)
            let kept: Set = [PairID(event: inHand.event, subscription: inHand.subscription)]
            #expect(try await database.queue.releaseOrphans(of: worker, keeping: kept) == 1)
            let rows = try await [inHand, orphan, foreign].asyncMap { try await database.live($0.event, subscription) }
            #expect(rows.map { $0?.owner } == [worker, nil, other])
            #expect(rows.map { $0?.attempts } == [1, 0, 1])
            #expect(try await database.queue.releaseOrphans(of: worker, keeping: kept) == 0)
        }
    }
}

extension Sequence {
    fileprivate func asyncMap<T>(_ transform: (Element) async throws -> T) async rethrows -> [T] {
        var results: [T] = []
        for element in self { results.append(try await transform(element)) }
        return results
    }
}
