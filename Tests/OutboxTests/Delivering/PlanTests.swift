import Foundation
import Postgres
import TestKit
import Testing

@testable import Outbox

/// A worker's statements are planned once, without knowing the values: on full tables they read by index.
@Suite(.serialized)
struct PlanTests {
    /// Tables whose size has no bound.
    private static let unbounded = ["event_queue", "deliveries", "events", "attempts", "dead_letters"]

    private func expectIndexScans(_ plan: String, of tables: String...) {
        let scanned = plan.sequentialScans.filter { table in
            Self.unbounded.contains { table.hasPrefix($0) } && !table.hasSuffix("_default")
        }
        #expect(scanned.isEmpty, "\(plan)")
        for table in tables {
            let isRead =
                plan.contains("Index Scan using \(table)") || plan.contains("Index Only Scan using \(table)")
                || plan.contains("Bitmap Index Scan on \(table)")
            #expect(isRead, "\(table) in\n\(plan)")
        }
    }

    @Test func theWorkersStatementsReadByIndex() async throws {
        try await PlanFixture.run { fixture in
            let (queue, worker) = (fixture.queue, fixture.worker)
            let target = try #require(fixture.subscriptions.first)
            let dispatched = try await queue.dispatch(
                from: DispatchBucket.all,
                to: worker,
                mayStart: fixture.subscriptions.map { ($0.id, 4) }
            )
            #expect(dispatched.events == Limits.dispatchEvents)
            expectIndexScans(try await fixture.plan(of: "dispatch"), of: "event_queue", "events")

            let request = ClaimRequest(subscription: target.id, bucket: target.bucket, count: 5)
            #expect(try await queue.claim([request], for: worker).count == 5)
            expectIndexScans(try await fixture.plan(of: "claim"), of: "deliveries_due", "deliveries_pkey")

            _ = try await queue.finishIfLeased(dispatched.leased.map { FinishedAttempt($0, .delivered) }, by: worker)
            expectIndexScans(try await fixture.plan(of: "finish_if_leased"), of: "deliveries_pkey")

            #expect(try await queue.waiting(in: DispatchBucket.all.map(\.bucket)).count == 81)
            expectIndexScans(try await fixture.plan(of: "waiting"), of: "deliveries_due")

            _ = try await queue.unchecked(in: DispatchBucket.all.map(\.bucket))
            expectIndexScans(try await fixture.plan(of: "unchecked"), of: "event_queue_unchecked")

            try await queue.settleChecks(passed: [], rejected: [], by: worker)
            expectIndexScans(try await fixture.plan(of: "settle_checks"), of: "event_queue_pkey")
        }
    }

    /// 3,000 rows behind one subscription cost what one row costs.
    @Test func waitingLooksAtOneRowASubscription() async throws {
        try await PlanFixture.run { fixture in
            let buckets = DispatchBucket.all.map(\.bucket)
            #expect(try await fixture.queue.waiting(in: buckets).count == 81)
            let plan = try await fixture.plan(
                of: "waiting",
                options: "ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF",
                arguments: ["'{\(buckets.map(String.init).joined(separator: ","))}'", "5000"]
            )
            let read = plan.split(separator: "\n").filter { $0.contains("deliveries_due") }
                .map { line in
                    let rows = Int(line.firstMatch(of: #/rows=(\d+)/#)?.1 ?? "") ?? 0
                    let loops = Int(line.firstMatch(of: #/loops=(\d+)/#)?.1 ?? "") ?? 0
                    return rows * loops
                }
            #expect(read.count == 2, "\(plan)")
            #expect(read.reduce(0, +) <= 256 + 81, "\(plan)")
        }
    }

    @Test func aClaimLooksAtTheRowsThatItTakes() async throws {
        try await PlanFixture.run { fixture in
            let target = try #require(fixture.subscriptions.first)
            let request = ClaimRequest(subscription: target.id, bucket: target.bucket, count: 5)
            #expect(try await fixture.queue.claim([request], for: fixture.worker).count == 5)
            let plan = try await fixture.plan(
                of: "claim",
                options: "ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF",
                arguments: [
                    "\(fixture.worker)", "'{\(target.bucket)}'", "'{\(target.id)}'", "'{5}'", "\(fixture.worker)",
                ]
            )
            let line = plan.split(separator: "\n").first { $0.contains("using deliveries_due") }
            #expect(line?.contains("rows=5 loops=1") == true, "\(plan)")
        }
    }
}
