package import Foundation
import JSONSchema
package import Postgres

/// Reads and writes subscriptions.
///
/// Every call takes the tenant that it acts for: what belongs to another one does not exist. `nil` is the operator.
/// The hidden subscriptions of callbacks do not exist for anyone here.
package struct SubscriptionStore: Sendable {
    let database: PostgresPool
    let box: SecretBox

    package init(database: PostgresPool, box: SecretBox) {
        self.database = database
        self.box = box
    }

    /// A subscription that has been created, and the secret that its receiver needs.
    package struct Created: Sendable {
        package var subscription: Subscription
        package var secret: WebhookSecret
    }

    /// Creates a subscription and its first secret in one transaction.
    ///
    /// The input has been found valid by ``SubscriptionCheck``. Throws ``Refusal/invalid(_:)`` for undeclared event
    /// types.
    package func create(_ new: NewSubscription) async throws -> Created {
        let secret = try new.secret.map { try WebhookSecret($0) } ?? WebhookSecret.generate()
        return try await database.withTransaction { transaction in
            let undeclared = try await undeclaredProblems(in: new.settings.eventTypes, on: transaction)
            guard undeclared.isEmpty else { throw Refusal.invalid(undeclared) }
            let id = try await makeID(on: transaction)
            let headers = try SealedHeaders.seal(new.settings.headers, of: id, in: box)
            try await transaction.execute(insertion(of: new, id: id, headers: headers))
            try await insertSecret(secret, of: id, on: transaction)
            guard let subscription = try await find(id, tenant: nil, on: transaction) else { throw Refusal.notFound }
            return Created(subscription: subscription, secret: secret)
        }
    }

    /// The names among the patterns that no event type has, but for those in `known`; a prefix may be declared later.
    package func undeclaredProblems(
        in patterns: [String],
        except known: Set<String> = []
    ) async throws -> [FieldProblem] {
        try await undeclaredProblems(in: patterns, except: known, on: database)
    }

    /// Reads one; `nil` when there is none.
    package func read(_ id: UUID, tenant: String?) async throws -> Subscription? {
        try await find(id, tenant: tenant, on: database)
    }

    /// Deletes a subscription: its secrets are gone, its waiting deliveries dead.
    ///
    /// A request in flight is finished. Throws ``Refusal/notFound``.
    package func delete(_ id: UUID, tenant: String?) async throws {
        try await database.withTransaction { transaction in
            let deleted = try await transaction.query(
                """
                -- outbox.delete_subscription
                UPDATE outbox.subscriptions s SET state = 'disabled', disabled_reason = coalesce(disabled_reason, 'by_owner'),
                  headers = NULL, deleted_at = now()
                WHERE \(Self.visible(id, tenant: tenant)) RETURNING id
                """
            )
            guard !deleted.isEmpty else { throw Refusal.notFound }
            try await transaction.execute(
                """
                -- outbox.delete_secrets
                DELETE FROM outbox.subscription_secrets WHERE subscription_id = \(id)::uuid
                """
            )
            try await WaitingDeliveries.end(of: id, on: transaction)
        }
        try await WaitingDeliveries.endRest(of: id, on: database)
    }

    // MARK: Parts

    /// The condition for one subscription that the tenant may see, over the alias `s`.
    static func visible(_ id: UUID, tenant: String?) -> SQLFragment {
        var condition: SQLFragment = "s.id = \(id)::uuid AND s.deleted_at IS NULL AND s.kind = 'subscription'"
        condition.and(tenant) { "s.tenant = \($0)::text" }
        return condition
    }

    func find(
        _ id: UUID,
        tenant: String?,
        locking: Bool = false,
        on database: some Queryable
    ) async throws -> Subscription? {
        let rows = try await database.query(
            """
            -- outbox.read_subscription
            SELECT \(unsafe: Subscription.columns) FROM outbox.subscriptions s
            WHERE \(Self.visible(id, tenant: tenant)) LIMIT 1 \(unsafe: locking ? "FOR NO KEY UPDATE" : "")
            """
        )
        return try rows.first.map { try Subscription($0, box: box) }
    }

    func undeclaredProblems(
        in patterns: [String],
        except known: Set<String> = [],
        on database: some Queryable
    ) async throws -> [FieldProblem] {
        let names = patterns.filter { name in
            EventTypeName.isExact(name) && !known.contains(name) && !EventTypeName.operational.contains(name)
        }
        guard !names.isEmpty else { return [] }
        let rows = try await database.query(
            """
            -- outbox.declared_names
            SELECT name FROM outbox.event_types WHERE name = ANY (\(names)::text[])
            ORDER BY name LIMIT \(names.count)::int8
            """
        )
        let declared = Set(try rows.map { try $0.decode("name", as: String.self) })
        return patterns.indices.compactMap { index in
            guard names.contains(patterns[index]), !declared.contains(patterns[index]) else { return nil }
            return FieldProblem(
                "/event_types/\(index)",
                "declared",
                "no event type '\(patterns[index])' is declared; GET /event-types lists those that are"
            )
        }
    }

    private func makeID(on database: some Queryable) async throws -> UUID {
        let rows = try await database.query("-- outbox.make_id\nSELECT outbox.uuid_v7() AS id")
        guard let id = try rows.first?.decode("id", as: UUID.self) else { throw Refusal.notFound }
        return id
    }

    private func insertion(of new: NewSubscription, id: UUID, headers: [UInt8]?) -> Statement {
        let settings = new.settings
        return """
            -- outbox.create_subscription
            INSERT INTO outbox.subscriptions (id, tenant, url, description, event_types, filter, headers, metadata,
              ordered, max_in_flight, rate_per_second, timeout_ms, max_attempts, backoff)
            VALUES (\(id)::uuid, \(new.tenant)::text, \(settings.url)::text, \(settings.description)::text,
              \(settings.eventTypes)::text[], \(settings.filter.map { JSONText($0.bytes()) })::json::jsonb,
              \(headers.map(Bytea.init))::bytea, \(JSONText(settings.metadata.bytes()))::json::jsonb,
              \(settings.ordered)::bool, \(settings.maxInFlight)::int8::int2, \(settings.ratePerSecond)::float8::real,
              \(settings.timeoutMilliseconds)::int8::int4, \(settings.maxAttempts)::int8::int2,
              \(settings.backoff?.stored)::json::jsonb)
            """
    }
}
