package import Foundation
import Postgres

/// A secret of a subscription: while it is listed, it signs.
package struct SubscriptionSecret: Sendable, Hashable, Identifiable {
    package var id: UUID
    package var secret: WebhookSecret
    package var createdAt: Date
    /// When it stops signing; `nil` for the current one.
    package var expiresAt: Date?
}

extension SubscriptionStore {
    /// The secrets that sign now, the newest first; throws ``Refusal/notFound`` or ``SecretBoxError``.
    package func secrets(of id: UUID, tenant: String?) async throws -> [SubscriptionSecret] {
        guard try await read(id, tenant: tenant) != nil else { throw Refusal.notFound }
        return try await signingSecrets(of: id, on: database)
    }

    /// Makes a new secret the current one; the one before signs beside it for the overlap, 0 to 604,800 seconds.
    ///
    /// An overlap of 0 ends all older ones at once; those that end earlier anyway still do. Throws
    /// ``Refusal/notFound``, ``Refusal/conflict(_:)`` when too many would sign, or ``WebhookSecretError``.
    package func rotateSecret(
        of id: UUID,
        tenant: String?,
        to text: String? = nil,
        overlapSeconds: Int = 86_400
    ) async throws -> SubscriptionSecret {
        let secret = try text.map { try WebhookSecret($0) } ?? WebhookSecret.generate()
        let range = Limits.secretOverlapSeconds
        let overlap = min(max(overlapSeconds, range.lowerBound), range.upperBound)
        return try await database.withTransaction { transaction in
            guard try await find(id, tenant: tenant, locking: true, on: transaction) != nil else {
                throw Refusal.notFound
            }
            try await endOlderSecrets(of: id, after: overlap, on: transaction)
            let created = try await insertSecret(secret, of: id, on: transaction)
            guard try await countSecrets(of: id, on: transaction) <= Limits.secrets else {
                throw Refusal.conflict(
                    "\(Limits.secrets) secrets sign already: retire an old one, or rotate with an overlap of 0 seconds."
                )
            }
            return created
        }
    }

    /// Retires an old secret at once; throws ``Refusal/notFound``, or ``Refusal/conflict(_:)`` for the current one.
    package func retireSecret(_ secret: UUID, of id: UUID, tenant: String?) async throws {
        try await database.withTransaction { transaction in
            guard try await find(id, tenant: tenant, locking: true, on: transaction) != nil else {
                throw Refusal.notFound
            }
            let rows = try await transaction.query(
                """
                -- outbox.find_secret
                SELECT expires_at FROM outbox.subscription_secrets
                WHERE id = \(secret)::uuid AND subscription_id = \(id)::uuid
                  AND (expires_at IS NULL OR expires_at > now()) LIMIT 1
                """
            )
            guard let row = rows.first else { throw Refusal.notFound }
            guard try row.decode("expires_at", as: Date?.self) != nil else {
                throw Refusal.conflict("This is the current secret: rotate first, then the old one can be retired.")
            }
            try await transaction.execute(
                "-- outbox.retire_secret\nDELETE FROM outbox.subscription_secrets WHERE id = \(secret)::uuid"
            )
        }
    }

    // MARK: Parts

    @discardableResult
    func insertSecret(
        _ secret: WebhookSecret,
        of id: UUID,
        on database: some Queryable
    ) async throws -> SubscriptionSecret {
        let sealed = Bytea(try box.seal(secret.bytes, for: .secret(subscription: id)))
        let rows = try await database.query(
            """
            -- outbox.create_secret
            INSERT INTO outbox.subscription_secrets (subscription_id, secret)
            VALUES (\(id)::uuid, \(sealed)::bytea) RETURNING id, created_at
            """
        )
        guard let row = rows.first else { throw Refusal.notFound }
        return SubscriptionSecret(
            id: try row.decode("id"),
            secret: secret,
            createdAt: try row.decode("created_at"),
            expiresAt: nil
        )
    }

    func signingSecrets(of id: UUID, on database: some Queryable) async throws -> [SubscriptionSecret] {
        let rows = try await database.query(
            """
            -- outbox.signing_secrets
            SELECT id, secret, created_at, expires_at FROM outbox.subscription_secrets
            WHERE subscription_id = \(id)::uuid AND (expires_at IS NULL OR expires_at > now())
            ORDER BY expires_at IS NOT NULL, id DESC LIMIT \(Limits.secrets + 1)::int8
            """
        )
        return try rows.map { row in
            let opened = try box.open(
                try row.decode("secret", as: Bytea.self).bytes,
                for: .secret(subscription: id)
            )
            return SubscriptionSecret(
                id: try row.decode("id"),
                secret: try WebhookSecret(bytes: opened),
                createdAt: try row.decode("created_at"),
                expiresAt: try row.decode("expires_at")
            )
        }
    }

    /// Does not open them: a rotation is the remedy for one that can't be opened.
    private func countSecrets(of id: UUID, on transaction: Transaction) async throws -> Int {
        let rows = try await transaction.query(
            """
            -- outbox.count_secrets
            SELECT count(*) AS n FROM outbox.subscription_secrets WHERE subscription_id = \(id)::uuid
            """
        )
        return try rows.first?.decode("n") ?? 0
    }

    /// Deletes what has expired and lets what signs end after the overlap.
    private func endOlderSecrets(of id: UUID, after overlap: Int, on transaction: Transaction) async throws {
        try await transaction.execute(
            """
            -- outbox.delete_expired_secrets
            DELETE FROM outbox.subscription_secrets WHERE subscription_id = \(id)::uuid
              AND (expires_at <= now() OR \(overlap)::int8 = 0)
            """
        )
        try await transaction.execute(
            """
            -- outbox.expire_secrets
            UPDATE outbox.subscription_secrets
            SET expires_at = least(expires_at, now() + make_interval(secs => \(overlap)::int8::float8))
            WHERE subscription_id = \(id)::uuid
            """
        )
    }
}
