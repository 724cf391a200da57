import Foundation
import Postgres
import TestKit
import Testing

@testable import Outbox

struct SubscriptionSecretsTests {
    private func withSubscription(
        _ body: (SubscriptionStore, SubscriptionStore.Created, PostgresPool) async throws -> Void
    ) async throws {
        try await withDatabase { database in
            let store = SubscriptionStore(database: database.pool, box: SecretBox())
            let settings = SubscriptionSettings(url: "https://example.com/", eventTypes: ["*"])
            let created = try await store.create(NewSubscription(settings: settings))
            try await body(store, created, database.pool)
        }
    }

    @Test func rotatesWithAnOverlap() async throws {
        try await withSubscription { store, created, _ in
            let id = created.subscription.id
            let new = try await store.rotateSecret(of: id, tenant: nil, overlapSeconds: 3_600)
            let secrets = try await store.secrets(of: id, tenant: nil)
            #expect(secrets.map(\.secret) == [new.secret, created.secret])
            #expect(secrets[0].id == new.id && secrets[0].expiresAt == nil)
            let rest = try #require(secrets[1].expiresAt).timeIntervalSinceNow
            #expect((3_500...3_601).contains(rest))
            let version = try await store.read(id, tenant: nil)?.version
            #expect(try #require(version) > created.subscription.version)
        }
    }

    @Test func rotatesToAGivenSecretAtOnce() async throws {
        try await withSubscription { store, created, _ in
            let id = created.subscription.id
            let text = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
            _ = try await store.rotateSecret(of: id, tenant: nil, to: text, overlapSeconds: 0)
            #expect(try await store.secrets(of: id, tenant: nil).map(\.secret.text) == [text])
        }
    }

    /// A rotation never prolongs what an earlier one has put an end to.
    @Test func keepsEarlierEnds() async throws {
        try await withSubscription { store, created, _ in
            let id = created.subscription.id
            _ = try await store.rotateSecret(of: id, tenant: nil, overlapSeconds: 60)
            _ = try await store.rotateSecret(of: id, tenant: nil, overlapSeconds: 604_800)
            let ends = try await store.secrets(of: id, tenant: nil).map { $0.expiresAt?.timeIntervalSinceNow }
            #expect(ends.count == 3)
            let last = try #require(ends[2])
            #expect(last <= 60)
        }
    }

    @Test func retiresOldOnesOnly() async throws {
        try await withSubscription { store, created, _ in
            let id = created.subscription.id
            let old = try #require(try await store.secrets(of: id, tenant: nil).first)
            let new = try await store.rotateSecret(of: id, tenant: nil)
            await #expect(
                throws: Refusal.conflict("This is the current secret: rotate first, then the old one can be retired.")
            ) {
                try await store.retireSecret(new.id, of: id, tenant: nil)
            }
            try await store.retireSecret(old.id, of: id, tenant: nil)
            #expect(try await store.secrets(of: id, tenant: nil).map(\.id) == [new.id])
            await #expect(throws: Refusal.notFound) { try await store.retireSecret(old.id, of: id, tenant: nil) }
            await #expect(throws: Refusal.notFound) { try await store.retireSecret(UUID(), of: id, tenant: nil) }
        }
    }

    @Test func boundsHowManySign() async throws {
        try await withSubscription { store, created, _ in
            let id = created.subscription.id
            for _ in 1..<Limits.secrets { _ = try await store.rotateSecret(of: id, tenant: nil) }
            await #expect(throws: Refusal.self) { try await store.rotateSecret(of: id, tenant: nil) }
            #expect(try await store.secrets(of: id, tenant: nil).count == Limits.secrets)
            _ = try await store.rotateSecret(of: id, tenant: nil, overlapSeconds: 0)
            #expect(try await store.secrets(of: id, tenant: nil).count == 1)
        }
    }

    @Test func forgetsWhatHasExpired() async throws {
        try await withSubscription { store, created, pool in
            let id = created.subscription.id
            _ = try await store.rotateSecret(of: id, tenant: nil)
            try await pool.execute(
                "UPDATE outbox.subscription_secrets SET expires_at = now() WHERE expires_at IS NOT NULL"
            )
            #expect(try await store.secrets(of: id, tenant: nil).count == 1)
            _ = try await store.rotateSecret(of: id, tenant: nil)
            #expect(try await pool.query("SELECT 1 FROM outbox.subscription_secrets").count == 2)
        }
    }

    @Test func refusesWhatIsNoSecret() async throws {
        try await withSubscription { store, created, _ in
            await #expect(throws: WebhookSecretError.missingPrefix) {
                try await store.rotateSecret(of: created.subscription.id, tenant: nil, to: "swordfish")
            }
        }
    }
}
