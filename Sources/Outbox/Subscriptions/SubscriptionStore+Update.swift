package import Foundation
import JSONSchema
import Postgres

extension SubscriptionStore {
    /// What a change starts from.
    package struct Present: Sendable {
        package var subscription: Subscription
        /// With the values of the headers, which are never shown.
        package var settings: SubscriptionSettings
    }

    /// Reads a subscription with its header values; throws ``Refusal/notFound`` or ``SecretBoxError``.
    package func present(_ id: UUID, tenant: String?) async throws -> Present {
        let rows = try await database.query(
            """
            -- outbox.read_subscription
            SELECT \(unsafe: Subscription.columns) FROM outbox.subscriptions s
            WHERE \(Self.visible(id, tenant: tenant)) LIMIT 1
            """
        )
        guard let row = rows.first else { throw Refusal.notFound }
        let stored = try row.decode("headers", as: Bytea?.self)?.bytes
        let headers = try SealedHeaders.open(stored, of: id, in: box)
        let subscription = try Subscription(row, box: box)
        return Present(
            subscription: subscription,
            settings: SubscriptionSettings(subscription, headers: headers)
        )
    }

    /// Changes a subscription if it is still as `present` has it; `nil` when another change came first.
    ///
    /// The changes have been found valid by ``SubscriptionCheck``. Throws ``Refusal/invalid(_:)`` for event types that
    /// are added and undeclared. Activating ends the breaker and the count of failures; disabling ends waiting
    /// deliveries.
    package func updateIfUnchanged(
        _ present: Present,
        to changes: SubscriptionChanges
    ) async throws -> Subscription? {
        let old = present.subscription
        let updated = try await database.withTransaction { transaction -> Subscription? in
            let undeclared = try await undeclaredProblems(
                in: changes.settings.eventTypes,
                except: Set(old.eventTypes),
                on: transaction
            )
            guard undeclared.isEmpty else { throw Refusal.invalid(undeclared) }
            let rows = try await transaction.query(try update(of: present, to: changes))
            guard let row = rows.first else { return nil }
            if changes.state == .disabled { try await WaitingDeliveries.end(of: old.id, on: transaction) }
            return try Subscription(row, box: box)
        }
        if changes.state == .disabled, updated != nil {
            try await WaitingDeliveries.endRest(of: old.id, on: database)
        }
        return updated
    }

    /// Headers that did not change are not sealed anew, which would count as a change.
    private func update(of present: Present, to changes: SubscriptionChanges) throws -> Statement {
        let (old, settings) = (present.subscription, changes.settings)
        let keepsHeaders = settings.headers == present.settings.headers
        let headers = keepsHeaders ? nil : try SealedHeaders.seal(settings.headers, of: old.id, in: box)
        return """
            -- outbox.update_subscription
            UPDATE outbox.subscriptions s SET url = \(settings.url)::text, description = \(settings.description)::text,
              event_types = \(settings.eventTypes)::text[],
              filter = \(settings.filter.map { JSONText($0.bytes()) })::json::jsonb,
              headers = CASE WHEN \(keepsHeaders)::bool THEN s.headers ELSE \(headers.map(Bytea.init))::bytea END,
              metadata = \(JSONText(settings.metadata.bytes()))::json::jsonb, ordered = \(settings.ordered)::bool,
              max_in_flight = \(settings.maxInFlight)::int8::int2,
              rate_per_second = \(settings.ratePerSecond)::float8::real,
              timeout_ms = \(settings.timeoutMilliseconds)::int8::int4,
              max_attempts = \(settings.maxAttempts)::int8::int2, backoff = \(settings.backoff?.stored)::json::jsonb
              \(stateAssignments(from: old.state, to: changes.state, ordered: settings.ordered))
            WHERE s.id = \(old.id)::uuid AND s.deleted_at IS NULL AND s.version = \(old.version)::int8
            RETURNING \(unsafe: Subscription.columns)
            """
    }

    private func stateAssignments(from old: SubscriptionState, to new: SubscriptionState, ordered: Bool) -> SQLFragment
    {
        var assignments: SQLFragment = ordered ? "" : ", held_until = NULL"
        guard old != new else { return assignments }
        assignments += ", state = \(new.rawValue)::text"
        assignments += new == .disabled ? ", disabled_reason = 'by_owner'" : ", disabled_reason = NULL"
        if new == .active {
            assignments += ", failing_since = NULL, failure_count = 0, warned = 0, breaker_open_until = NULL"
        }
        return assignments
    }
}
