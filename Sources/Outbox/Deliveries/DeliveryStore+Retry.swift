package import Foundation
import Postgres

extension DeliveryStore {
    /// Makes a delivery due now, whatever its state, also after a success; its attempts keep counting.
    ///
    /// What is dead or delivered gets all attempts and the whole time anew. A paused subscription's wait until it is
    /// active; an ordered one's take their turn. Throws ``Refusal/notFound``, or ``Refusal/conflict(_:)`` while it is
    /// being sent, when the event has been pruned and when the subscription is disabled or deleted.
    package func retry(event: UUID, subscription: UUID, tenant: String?) async throws {
        // Another retry or a worker may change the delivery's state between two statements, hardly twice.
        for _ in 0..<3 {
            let isDue = try await database.withTransaction { transaction in
                try await retryOnce(event: event, subscription: subscription, tenant: tenant, on: transaction)
            }
            if isDue { return }
        }
        throw Self.beingSent
    }

    private static let beingSent = Refusal.conflict(
        "The delivery is being sent: try again when this attempt has ended."
    )

    /// What is known of a delivery that is to be made due.
    private struct Facts {
        var tenant: String?
        var hasEvent: Bool
        var isLive: Bool
        var isSending: Bool
        var isKnown: Bool
    }

    /// The subscription is locked first, so that it is not disabled in between; the delivery's row is never waited
    /// for, as a worker that finishes locks in the other order.
    private func retryOnce(
        event: UUID,
        subscription: UUID,
        tenant: String?,
        on transaction: Transaction
    ) async throws -> Bool {
        let locked = try await transaction.query(
            """
            -- outbox.retry_lock
            SELECT state, ordered, deleted_at IS NOT NULL AS is_deleted FROM outbox.subscriptions
            WHERE id = \(subscription)::uuid LIMIT 1 FOR NO KEY UPDATE
            """
        )
        let facts = try await facts(event: event, subscription: subscription, on: transaction)
        guard facts.isKnown, tenant == nil || facts.tenant == tenant else { throw Refusal.notFound }
        guard !facts.isSending else { throw Self.beingSent }
        guard facts.hasEvent else {
            throw Refusal.conflict("The event has been pruned, and its payload with it: emit it again.")
        }
        guard let row = locked.first, try !row.decode("is_deleted") else {
            throw Refusal.conflict("The subscription has been deleted: create another one and emit the event again.")
        }
        guard try row.decode("state", as: String.self) != SubscriptionState.disabled.rawValue else {
            throw Refusal.conflict("The subscription is disabled: set its state to active first.")
        }
        if try row.decode("ordered") { try await releaseHead(of: subscription, on: transaction) }
        return facts.isLive
            ? try await makeDue(event: event, subscription: subscription, on: transaction)
            : try await revive(event: event, subscription: subscription, on: transaction)
    }

    private func facts(event: UUID, subscription: UUID, on transaction: Transaction) async throws -> Facts {
        let rows = try await transaction.query(
            """
            -- outbox.retry_facts
            SELECT coalesce(d.tenant, l.tenant, e.tenant) AS tenant, e.id IS NOT NULL AS has_event,
              d.event_id IS NOT NULL AS is_live, d.owner IS NOT NULL AS is_sending,
              d.event_id IS NOT NULL OR l.event_id IS NOT NULL OR EXISTS (SELECT FROM outbox.attempts a
                WHERE a.event_id = k.event_id AND a.subscription_id = k.subscription_id) AS is_known
            FROM (SELECT \(event)::uuid AS event_id, \(subscription)::uuid AS subscription_id) k
              LEFT JOIN outbox.events e ON e.id = k.event_id
              LEFT JOIN outbox.deliveries d ON d.event_id = k.event_id AND d.subscription_id = k.subscription_id
              LEFT JOIN outbox.dead_letters l ON l.event_id = k.event_id AND l.subscription_id = k.subscription_id
            LIMIT 1
            """
        )
        guard let row = rows.first else { throw Refusal.notFound }
        return Facts(
            tenant: try row.decode("tenant"),
            hasEvent: try row.decode("has_event"),
            isLive: try row.decode("is_live"),
            isSending: try row.decode("is_sending"),
            isKnown: try row.decode("is_known")
        )
    }

    /// An ordered subscription whose head failed is held until its next attempt.
    private func releaseHead(of subscription: UUID, on transaction: Transaction) async throws {
        try await transaction.execute(
            """
            -- outbox.release_head
            UPDATE outbox.subscriptions SET held_until = NULL
            WHERE id = \(subscription)::uuid AND held_until IS NOT NULL
            """
        )
    }

    /// Ordered: the due time is the event's own and is never moved.
    private func makeDue(event: UUID, subscription: UUID, on transaction: Transaction) async throws -> Bool {
        let changed = try await transaction.execute(
            """
            -- outbox.retry_waiting
            UPDATE outbox.deliveries d
            SET due_at = CASE WHEN s.ordered THEN d.due_at ELSE least(d.due_at, now()) END
            FROM outbox.subscriptions s
            WHERE s.id = d.subscription_id AND (d.event_id, d.subscription_id) IN (
              SELECT event_id, subscription_id FROM outbox.deliveries
              WHERE event_id = \(event)::uuid AND subscription_id = \(subscription)::uuid AND owner IS NULL
              FOR UPDATE SKIP LOCKED)
            """
        )
        return changed == 1
    }

    private func revive(event: UUID, subscription: UUID, on transaction: Transaction) async throws -> Bool {
        try await transaction.execute(
            """
            -- outbox.retry_dead
            DELETE FROM outbox.dead_letters
            WHERE event_id = \(event)::uuid AND subscription_id = \(subscription)::uuid
            """
        )
        let inserted = try await transaction.execute(
            """
            -- outbox.retry_ended
            INSERT INTO outbox.deliveries (event_id, subscription_id, tenant, bucket, attempts, attempt_base, due_at, test)
            SELECT e.id, s.id, e.tenant, s.bucket, h.n, h.n,
              CASE WHEN s.ordered THEN outbox.uuid_time(e.id) ELSE now() END, e.kind = 'test'
            FROM outbox.events e, outbox.subscriptions s, LATERAL (
              SELECT coalesce(max(attempt), 0)::smallint AS n FROM outbox.attempts a
              WHERE a.event_id = e.id AND a.subscription_id = s.id) h
            WHERE e.id = \(event)::uuid AND s.id = \(subscription)::uuid
            ON CONFLICT DO NOTHING
            """
        )
        return inserted == 1
    }
}
