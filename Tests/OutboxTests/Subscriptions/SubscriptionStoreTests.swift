import Foundation
import JSONSchema
import Postgres
import TestKit
import Testing

@testable import Outbox

struct SubscriptionStoreTests {
    private let box: SecretBox

    init() throws {
        box = SecretBox(keys: [try SecretKey(bytes: Array(repeating: 5, count: 32))])
    }

    private func settings(_ eventTypes: [String] = ["*"]) -> SubscriptionSettings {
        SubscriptionSettings(url: "https://example.com/hook", eventTypes: eventTypes)
    }

    @Test func keepsEveryField() async throws {
        try await withDatabase { database in
            try await database.declare("new-subscription")
            let store = SubscriptionStore(database: database.pool, box: box)
            let full = SubscriptionSettings(
                url: "https://example.com/hook?a=b",
                description: "Ours",
                eventTypes: ["new-subscription", "billing.*"],
                filter: ["plan": ["name": "pro"]],
                headers: [AttemptHeader(name: "X-Key", value: "k1"), AttemptHeader(name: "a", value: "b")],
                metadata: ["team": 7],
                ordered: true,
                maxInFlight: 3,
                ratePerSecond: 0.1,
                timeoutMilliseconds: 1_500,
                maxAttempts: 4,
                backoff: RetrySchedule(base: 2, factor: 1.5, cap: 60)
            )
            let created = try await store.create(
                NewSubscription(
                    tenant: "acme",
                    settings: full,
                    secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
                )
            )
            #expect(created.secret.text == "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
            let read = try #require(try await store.read(created.subscription.id, tenant: "acme"))
            #expect(read == created.subscription)
            #expect(read.tenant == "acme")
            #expect(read.state == .active && read.disabledReason == nil)
            #expect(read.headerNames == ["X-Key", "a"])
            #expect(read.ratePerSecond == 0.1)
            let present = try await store.present(read.id, tenant: "acme")
            #expect(present.settings == full)
            let patterns = try await database.pool.query(
                "SELECT pattern FROM outbox.subscription_patterns ORDER BY pattern"
            )
            #expect(
                try patterns.map { try $0.decode("pattern", as: String.self) } == ["billing.*", "new-subscription"]
            )
        }
    }

    @Test func sealsSecretsAndHeaders() async throws {
        try await withDatabase { database in
            let store = SubscriptionStore(database: database.pool, box: box)
            var settings = settings()
            settings.headers = [AttemptHeader(name: "x-key", value: "very secret")]
            let created = try await store.create(NewSubscription(settings: settings))
            let row = try #require(
                try await database.pool
                    .query(
                        "SELECT headers, secret FROM outbox.subscriptions s JOIN outbox.subscription_secrets k ON k.subscription_id = s.id"
                    )
                    .first
            )
            for column in ["headers", "secret"] {
                let bytes = try row.decode(column, as: Bytea.self).bytes
                #expect(bytes.first == 1)
                #expect(!String(decoding: bytes, as: UTF8.self).contains("very secret"))
            }
            // Without the key the subscription is still readable, its secrets are not.
            let blind = SubscriptionStore(database: database.pool, box: SecretBox())
            let id = created.subscription.id
            #expect(try await blind.read(id, tenant: nil)?.headerNames == nil)
            await #expect(throws: SecretBoxError.self) { try await blind.secrets(of: id, tenant: nil) }
            await #expect(throws: SecretBoxError.self) { try await blind.present(id, tenant: nil) }
        }
    }

    @Test func refusesUndeclaredTypesByPlace() async throws {
        try await withDatabase { database in
            try await database.declare("known")
            let store = SubscriptionStore(database: database.pool, box: box)
            let types = ["known", "unknown", "later.*", "*", "other", "postrider.subscription.failing"]
            let error = await #expect(throws: Refusal.self) {
                try await store.create(NewSubscription(settings: settings(types)))
            }
            guard case .invalid(let problems) = error else { return }
            #expect(problems.map(\.pointer) == ["/event_types/1", "/event_types/4"])
            let left = try await database.pool.query("SELECT id FROM outbox.subscriptions")
            #expect(left.isEmpty)
        }
    }

    @Test func hidesOtherTenants() async throws {
        try await withDatabase { database in
            let store = SubscriptionStore(database: database.pool, box: box)
            let created = try await store.create(NewSubscription(tenant: "acme", settings: settings()))
            let id = created.subscription.id
            #expect(try await store.read(id, tenant: "other") == nil)
            #expect(try await store.list(SubscriptionFilter(tenant: "other")).items.isEmpty)
            await #expect(throws: Refusal.notFound) { try await store.present(id, tenant: "other") }
            await #expect(throws: Refusal.notFound) { try await store.delete(id, tenant: "other") }
            await #expect(throws: Refusal.notFound) { try await store.secrets(of: id, tenant: "other") }
            await #expect(throws: Refusal.notFound) { try await store.rotateSecret(of: id, tenant: "other") }
            #expect(try await store.read(id, tenant: nil)?.version == created.subscription.version)
        }
    }

    @Test func hidesCallbacks() async throws {
        try await withDatabase { database in
            let store = SubscriptionStore(database: database.pool, box: box)
            let rows = try await database.pool.query(
                """
                INSERT INTO outbox.subscriptions (kind, url, event_types) VALUES ('callback', 'https://a.example/', '{}')
                RETURNING id
                """
            )
            let id = try #require(try rows.first?.decode("id", as: UUID.self))
            #expect(try await store.read(id, tenant: nil) == nil)
            #expect(try await store.list().items.isEmpty)
        }
    }

    // MARK: Lists

    @Test func listsTheNewestFirstInPages() async throws {
        try await withDatabase { database in
            let store = SubscriptionStore(database: database.pool, box: box)
            var ids: [UUID] = []
            for _ in 0..<5 {
                ids.append(try await store.create(NewSubscription(settings: settings())).subscription.id)
            }
            let first = try await store.list(SubscriptionFilter(), ListRequest(limit: 2))
            #expect(first.items.map(\.id) == [ids[4], ids[3]])
            // What is inserted meanwhile does not move the next page.
            _ = try await store.create(NewSubscription(settings: settings()))
            let cursor = try Cursor(try #require(first.next).text, of: .subscriptions)
            let second = try await store.list(SubscriptionFilter(), ListRequest(limit: 3, cursor: cursor))
            #expect(second.items.map(\.id) == [ids[2], ids[1], ids[0]])
            #expect(second.next == nil)
        }
    }

    @Test func filtersByTenantStateAndType() async throws {
        try await withDatabase { database in
            let store = SubscriptionStore(database: database.pool, box: box)
            func create(_ tenant: String, _ types: [String]) async throws -> UUID {
                try await store.create(NewSubscription(tenant: tenant, settings: settings(types))).subscription.id
            }
            let all = try await create("a", ["*"])
            let billing = try await create("a", ["billing.*"])
            let shipping = try await create("b", ["shipping.*", "x.*"])
            try await set(.paused, billing, in: store)
            func ids(_ filter: SubscriptionFilter) async throws -> [UUID] {
                try await store.list(filter).items.map(\.id)
            }
            #expect(try await ids(SubscriptionFilter(tenant: "a")) == [billing, all])
            #expect(try await ids(SubscriptionFilter(state: .paused)) == [billing])
            #expect(try await ids(SubscriptionFilter(eventType: "billing.paid")) == [billing, all])
            #expect(try await ids(SubscriptionFilter(eventType: "billingpaid")) == [all])
            #expect(
                try await ids(SubscriptionFilter(tenant: "b", state: .active, eventType: "shipping.a")) == [shipping]
            )
        }
    }

    // MARK: Changes

    @Test func changesSettingsAndCountsVersions() async throws {
        try await withDatabase { database in
            let store = SubscriptionStore(database: database.pool, box: box)
            let id = try await store.create(NewSubscription(settings: settings())).subscription.id
            let present = try await store.present(id, tenant: nil)
            var changes = SubscriptionChanges(settings: present.settings, state: .paused)
            changes.settings.url = "https://example.com/new"
            changes.settings.headers = [AttemptHeader(name: "a", value: "b")]
            let changed = try #require(try await store.updateIfUnchanged(present, to: changes))
            #expect(changed.url == "https://example.com/new")
            #expect(changed.state == .paused)
            #expect(changed.headerNames == ["a"])
            #expect(changed.version > present.subscription.version)
            // The same again starts from an outdated version.
            #expect(try await store.updateIfUnchanged(present, to: changes) == nil)
            // Nothing new is no change.
            let again = try await store.present(id, tenant: nil)
            #expect(try await store.updateIfUnchanged(again, to: changes)?.version == changed.version)
        }
    }

    @Test func keepsPatternsWhoseTypeIsGone() async throws {
        try await withDatabase { database in
            try await database.declare("old")
            let store = SubscriptionStore(database: database.pool, box: box)
            let id = try await store.create(NewSubscription(settings: settings(["old"]))).subscription.id
            try await EventTypeStore(database: database.pool).delete("old")
            let present = try await store.present(id, tenant: nil)
            var changes = SubscriptionChanges(settings: present.settings, state: .paused)
            #expect(try await store.updateIfUnchanged(present, to: changes)?.state == .paused)
            changes.settings.eventTypes.append("unknown")
            let paused = try await store.present(id, tenant: nil)
            await #expect(throws: Refusal.self) { try await store.updateIfUnchanged(paused, to: changes) }
        }
    }

    @Test func disablingEndsWhatWaits() async throws {
        try await withDatabase { database in
            let store = SubscriptionStore(database: database.pool, box: box)
            let id = try await store.create(NewSubscription(settings: settings())).subscription.id
            let worker = try await database.worker()
            let waiting = try await database.delivery(to: id)
            let sending = try await database.delivery(to: id, attempts: 1, owner: worker)
            let test = try await database.delivery(to: id, isTest: true)
            try await set(.disabled, id, in: store)
            let disabled = try #require(try await store.read(id, tenant: nil))
            #expect(disabled.disabledReason == .byOwner)
            #expect(try await database.state(waiting, id) == "dead")
            #expect(try await database.state(sending, id) == "sending")
            #expect(try await database.state(test, id) == "pending")
            try await set(.active, id, in: store)
            #expect(try await store.read(id, tenant: nil)?.disabledReason == nil)
        }
    }

    @Test func activatingForgetsFailures() async throws {
        try await withDatabase { database in
            let store = SubscriptionStore(database: database.pool, box: box)
            let id = try await store.create(NewSubscription(settings: settings())).subscription.id
            try await database.pool.execute(
                """
                UPDATE outbox.subscriptions SET state = 'disabled', disabled_reason = 'failing', failing_since = now(),
                  failure_count = 30, warned = 2, breaker_open_until = now()
                """
            )
            try await set(.active, id, in: store)
            let active = try #require(try await store.read(id, tenant: nil))
            #expect(active.failingSince == nil)
            #expect(active.failureCount == 0)
            #expect(active.breakerOpenUntil == nil)
            let warned = try await database.pool.query("SELECT warned FROM outbox.subscriptions")
            #expect(try warned.first?.decode("warned", as: Int.self) == 0)
        }
    }

    @Test func deletingForgetsSecretsAndEndsWhatWaits() async throws {
        try await withDatabase { database in
            let store = SubscriptionStore(database: database.pool, box: box)
            let id = try await store.create(NewSubscription(settings: settings())).subscription.id
            let waiting = try await database.delivery(to: id)
            try await store.delete(id, tenant: nil)
            #expect(try await store.read(id, tenant: nil) == nil)
            #expect(try await store.list().items.isEmpty)
            #expect(try await database.state(waiting, id) == "dead")
            for table in ["subscription_secrets", "subscription_patterns"] {
                #expect(try await database.pool.query("SELECT 1 FROM outbox.\(unsafe: table)").isEmpty)
            }
            await #expect(throws: Refusal.notFound) { try await store.delete(id, tenant: nil) }
        }
    }

    @Test func endsABacklogOfManyThousands() async throws {
        try await withDatabase { database in
            let store = SubscriptionStore(database: database.pool, box: box)
            let id = try await store.create(NewSubscription(settings: settings())).subscription.id
            try await database.pool.execute(
                """
                INSERT INTO outbox.deliveries (event_id, subscription_id, tenant, bucket, due_at)
                SELECT outbox.uuid_v7(), s.id, s.tenant, s.bucket, now() FROM outbox.subscriptions s,
                  generate_series(1, \(Limits.endedDeliveries + 10)::int8)
                """
            )
            try await store.delete(id, tenant: nil)
            let rows = try await database.pool.query(
                """
                SELECT (SELECT count(*) FROM outbox.deliveries) AS live,
                  (SELECT count(*) FROM outbox.dead_letters WHERE reason = 'disabled') AS dead
                """
            )
            #expect(try rows.first?.decode("live", as: Int.self) == 0)
            #expect(try rows.first?.decode("dead", as: Int.self) == Limits.endedDeliveries + 10)
        }
    }

    private func set(_ state: SubscriptionState, _ id: UUID, in store: SubscriptionStore) async throws {
        let present = try await store.present(id, tenant: nil)
        let changes = SubscriptionChanges(settings: present.settings, state: state)
        _ = try #require(try await store.updateIfUnchanged(present, to: changes))
    }
}
