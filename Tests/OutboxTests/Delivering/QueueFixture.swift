import Foundation
import Postgres
import TestKit

@testable import Outbox

/// A subscription of a test.
struct TestSubscription: Hashable {
    let id: UUID
    let bucket: Int16
}

/// A row of `outbox.deliveries`.
struct DeliveryRow: Equatable {
    var attempts: Int
    var base: Int
    var owner: WorkerID?
    /// Seconds until it is due.
    var dueIn: Double
    var status: Int?
    var error: String?
}

extension DispatchBucket {
    /// All buckets, from their first row on.
    static let all = (0..<Int16(Limits.buckets)).map { DispatchBucket(bucket: $0, above: bottom) }

    static let bottom = UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))
}

extension TestDatabase {
    var queue: DeliveryQueue { DeliveryQueue(database: pool) }

    func register() async throws -> WorkerID {
        try await queue.register(host: "test", pid: 1, version: "1.2.3")
    }

    /// Creates a subscription as SQL does; the rules of the API are not asked.
    func subscribe(
        to patterns: [String] = ["*"],
        tenant: String = "default",
        filter: String? = nil,
        state: String = "active",
        ordered: Bool = false,
        createdIn seconds: Double = -60
    ) async throws -> TestSubscription {
        let rows = try await query(
            """
            INSERT INTO outbox.subscriptions (tenant, url, event_types, filter, state, disabled_reason, ordered, created_at)
            VALUES (\(tenant)::text, 'https://example.com/', \(patterns)::text[], \(filter)::text::jsonb, \(state)::text,
              CASE WHEN \(state)::text = 'disabled' THEN 'by_owner' END, \(ordered)::bool,
              now() + make_interval(secs => \(seconds)::float8))
            RETURNING id, bucket
            """
        )
        guard let row = rows.first else { throw TestFailure("no subscription came back") }
        return TestSubscription(id: try row.decode("id"), bucket: try row.decode("bucket"))
    }

    /// Records an event that is queued, as the gateway does.
    func record(_ type: String = "a", tenant: String = "default", payload: String = "{}") async throws -> UUID {
        let emitted = try await emit([NewEvent(type: type, tenant: tenant, payload: Array(payload.utf8))])
        return emitted[0].id
    }

    /// Dispatches everything that is queued.
    @discardableResult
    func dispatchAll(
        to worker: WorkerID,
        mayStart: [TestSubscription: Int] = [:],
        limit: Int = Limits.dispatchEvents
    ) async throws -> Dispatched {
        try await queue.dispatch(
            from: DispatchBucket.all,
            to: worker,
            mayStart: mayStart.map { ($0.key.id, $0.value) },
            limit: limit
        )
    }

    /// Records an event and leases its delivery to the worker.
    func lease(_ subscription: TestSubscription, to worker: WorkerID, tenant: String = "default") async throws
        -> LeasedDelivery
    {
        let event = try await record(tenant: tenant)
        let leased = try await dispatchAll(to: worker, mayStart: [subscription: 1]).leased
        guard let delivery = leased.first(where: { $0.event == event && $0.subscription == subscription.id }) else {
            throw TestFailure("the delivery was not born leased")
        }
        return delivery
    }

    func claim(_ subscription: TestSubscription, _ count: Int = 1, for worker: WorkerID) async throws
        -> [LeasedDelivery]
    {
        try await queue.claim(
            [ClaimRequest(subscription: subscription.id, bucket: subscription.bucket, count: count)],
            for: worker
        )
    }

    /// The live row of a pair; `nil` when there is none.
    func live(_ event: UUID, _ subscription: TestSubscription) async throws -> DeliveryRow? {
        let rows = try await query(
            """
            SELECT attempts, attempt_base, owner, extract(epoch FROM due_at - now())::float8 AS due_in, last_status,
              last_error
            FROM outbox.deliveries WHERE event_id = \(event)::uuid AND subscription_id = \(subscription.id)::uuid
            """
        )
        return try rows.first.map { row in
            DeliveryRow(
                attempts: try row.decode("attempts"),
                base: try row.decode("attempt_base"),
                owner: try row.decode("owner"),
                dueIn: try row.decode("due_in"),
                status: try row.decode("last_status"),
                error: try row.decode("last_error")
            )
        }
    }

    /// Why a pair is dead; `nil` when it is not.
    func deathReason(_ event: UUID, _ subscription: TestSubscription) async throws -> DeadReason? {
        let rows = try await query(
            """
            SELECT reason FROM outbox.dead_letters
            WHERE event_id = \(event)::uuid AND subscription_id = \(subscription.id)::uuid
            """
        )
        return try rows.first.flatMap { DeadReason(rawValue: try $0.decode("reason")) }
    }

    /// The outcomes of a pair's attempts, `1 retry` and so on.
    func history(_ event: UUID, _ subscription: TestSubscription) async throws -> [String] {
        try await query(
            """
            SELECT attempt || ' ' || outcome AS attempt FROM outbox.attempts
            WHERE event_id = \(event)::uuid AND subscription_id = \(subscription.id)::uuid ORDER BY attempts.attempt
            """
        )
        .map { try $0.decode("attempt", as: String.self) }
    }

    /// Makes a worker look as if its last heartbeat were that old.
    func age(_ worker: WorkerID, seconds: Double) async throws {
        try await execute(
            """
            UPDATE outbox.workers SET heartbeat_at = now() - make_interval(secs => \(seconds)::float8)
            WHERE id = \(worker)::int
            """
        )
    }

    /// Makes everything that waits due.
    func makeDue() async throws {
        try await execute("UPDATE outbox.deliveries SET due_at = now() - interval '1 s' WHERE owner IS NULL")
    }
}

extension FinishedAttempt {
    init(_ delivery: LeasedDelivery, _ verdict: Verdict, status: Int? = nil, error: String? = nil) {
        self.init(
            event: delivery.event,
            subscription: delivery.subscription,
            attempt: delivery.attempt,
            verdict: verdict,
            status: status,
            error: error,
            latency: .milliseconds(12),
            startedAt: Date(timeIntervalSince1970: 1_000_000)
        )
    }
}
