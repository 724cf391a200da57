import Foundation
import Postgres
import TestKit

@testable import Outbox

/// Rows as emitting, dispatching and delivering leave them behind, without doing it.
extension TestDatabase {
    /// Declares an event type without a schema.
    func declare(_ name: String) async throws {
        _ = try await EventTypeStore(database: pool).put(name, EventTypeDefinition())
    }

    /// Registers a worker.
    func worker(version: String = "1.2.3") async throws -> Int {
        let rows = try await pool.query(
            "INSERT INTO outbox.workers (host, pid, version) VALUES ('test', 1, \(version)::text) RETURNING id"
        )
        guard let row = rows.first else { throw Refusal.notFound }
        return try row.decode("id")
    }

    /// Creates a subscription to everything.
    func subscription(tenant: String = "default", ordered: Bool = false) async throws -> UUID {
        let settings = SubscriptionSettings(url: "https://example.com/", eventTypes: ["*"], ordered: ordered)
        let store = SubscriptionStore(database: pool, box: SecretBox())
        return try await store.create(NewSubscription(tenant: tenant, settings: settings)).subscription.id
    }

    /// Records an event that has left the queue, some seconds ago.
    func event(
        type: String = "a",
        tenant: String = "default",
        payload: String = "{}",
        kind: EventKind = .event,
        age: Double = 0
    ) async throws -> UUID {
        let rows = try await pool.query(
            """
            INSERT INTO outbox.events (id, type, tenant, payload, kind, checked)
            VALUES (outbox.uuid_v7(clock_timestamp() - make_interval(secs => \(age)::float8)), \(type)::text,
              \(tenant)::text, \(JSONText(Array(payload.utf8)))::json, \(kind.rawValue)::text, true) RETURNING id
            """
        )
        guard let row = rows.first else { throw Refusal.notFound }
        let id = try row.decode("id", as: UUID.self)
        try await pool.execute("DELETE FROM outbox.event_queue WHERE event_id = \(id)::uuid")
        return id
    }

    /// Records a live delivery, of a new event when none is given.
    @discardableResult
    func delivery(
        of event: UUID? = nil,
        to subscription: UUID,
        attempts: Int = 0,
        base: Int = 0,
        owner: Int? = nil,
        isTest: Bool = false,
        dueIn seconds: Double = 3_600
    ) async throws -> UUID {
        let event = if let event { event } else { try await self.event(kind: isTest ? .test : .event) }
        try await pool.execute(
            """
            INSERT INTO outbox.deliveries (event_id, subscription_id, tenant, bucket, attempts, attempt_base, owner,
              due_at, test)
            SELECT e.id, s.id, e.tenant, s.bucket, \(attempts)::int8::int2, \(base)::int8::int2, \(owner)::int8::int4,
              now() + make_interval(secs => \(seconds)::float8), \(isTest)::bool
            FROM outbox.events e, outbox.subscriptions s
            WHERE e.id = \(event)::uuid AND s.id = \(subscription)::uuid
            """
        )
        return event
    }

    /// Records an attempt.
    func attempt(
        _ number: Int,
        of event: UUID,
        to subscription: UUID,
        _ outcome: AttemptResult,
        status: Int? = nil,
        worker: Int = 0
    ) async throws {
        try await pool.execute(
            """
            INSERT INTO outbox.attempts (event_id, subscription_id, attempt, outcome, status, latency_ms, worker,
              started_at)
            VALUES (\(event)::uuid, \(subscription)::uuid, \(number)::int8::int2, \(outcome.rawValue)::text,
              \(status)::int8::int2, 12, \(worker)::int8::int4, now())
            """
        )
    }

    /// Records a dead letter.
    func deadLetter(
        of event: UUID,
        to subscription: UUID,
        attempts: Int = 0,
        reason: DeadReason = .exhausted
    ) async throws {
        try await pool.execute(
            """
            INSERT INTO outbox.dead_letters (event_id, subscription_id, tenant, bucket, attempts, reason, last_status)
            SELECT \(event)::uuid, s.id, s.tenant, s.bucket, \(attempts)::int8::int2, \(reason.rawValue)::text, 500
            FROM outbox.subscriptions s WHERE s.id = \(subscription)::uuid
            """
        )
    }

    /// What the view says of a delivery; `nil` when it knows none.
    func state(_ event: UUID, _ subscription: UUID) async throws -> String? {
        let rows = try await pool.query(
            """
            SELECT state FROM outbox.delivery_status
            WHERE event_id = \(event)::uuid AND subscription_id = \(subscription)::uuid
            """
        )
        return try rows.first?.decode("state")
    }
}
