import Foundation
import JSONSchema
import Postgres
import TestKit
import Testing

@testable import Outbox

struct DeliveryReadTests {
    @Test func tellsAttemptsInOrder() async throws {
        try await withDatabase { database in
            let store = DeliveryStore(database: database.pool)
            let subscription = try await database.subscription(tenant: "acme")
            let worker = try await database.worker(version: "9.8.7")
            let event = try await database.event(type: "invoice.paid", tenant: "acme")
            try await database.attempt(1, of: event, to: subscription, .retry, status: 500, worker: worker)
            try await database.attempt(2, of: event, to: subscription, .delivered, status: 204, worker: worker)
            try await database.pool.execute(
                """
                UPDATE outbox.attempts SET response_headers = '[["retry-after", "1"]]', response_body = 'oops'
                WHERE attempt = 1
                """
            )
            let detail = try #require(try await store.read(event: event, subscription: subscription, tenant: "acme"))
            #expect(detail.delivery.state == .delivered)
            #expect(detail.delivery.eventType == "invoice.paid")
            #expect(detail.attempts.map(\.number) == [1, 2])
            #expect(detail.attempts.map(\.outcome) == [.retry, .delivered])
            #expect(detail.attempts.map(\.status) == [500, 204])
            let first = detail.attempts[0]
            #expect(first.latencyMilliseconds == 12)
            #expect(first.responseHeaders == [["retry-after", "1"]])
            #expect(first.responseBody == Array("oops".utf8))
            let headers = Dictionary(uniqueKeysWithValues: first.requestHeaders.map { ($0.name, $0.value) })
            #expect(headers["webhook-id"] == event.uuidString.lowercased())
            #expect(headers["webhook-timestamp"] == String(Int(first.startedAt.timeIntervalSince1970)))
            #expect(headers["webhook-event-type"] == "invoice.paid")
            #expect(headers["user-agent"] == "Postrider/9.8.7")
            #expect(headers["webhook-test"] == nil)
            #expect(headers["webhook-signature"] == nil)
        }
    }

    @Test func tellsWhyItIsDead() async throws {
        try await withDatabase { database in
            let store = DeliveryStore(database: database.pool)
            let subscription = try await database.subscription()
            let event = try await database.event()
            try await database.deadLetter(of: event, to: subscription, attempts: 3, reason: .gone)
            let detail = try #require(try await store.read(event: event, subscription: subscription, tenant: nil))
            #expect(detail.delivery.deadReason == .gone)
            #expect(detail.delivery.attempts == 3)
            #expect(detail.delivery.lastStatus == 500)
        }
    }

    @Test func knowsWhenTheNextAttemptIs() async throws {
        try await withDatabase { database in
            let store = DeliveryStore(database: database.pool)
            let subscription = try await database.subscription()
            let worker = try await database.worker()
            let waiting = try await database.delivery(to: subscription)
            let sending = try await database.delivery(to: subscription, attempts: 1, owner: worker)
            func read(_ event: UUID) async throws -> Delivery? {
                try await store.read(event: event, subscription: subscription, tenant: nil)?.delivery
            }
            #expect(try await read(waiting)?.nextAt != nil)
            #expect(try await read(sending)?.nextAt == nil)
        }
    }

    @Test func hidesOtherTenants() async throws {
        try await withDatabase { database in
            let store = DeliveryStore(database: database.pool)
            let subscription = try await database.subscription(tenant: "acme")
            let event = try await database.event(tenant: "acme")
            #expect(try await store.read(event: event, subscription: subscription, tenant: nil) == nil)
            try await database.attempt(1, of: event, to: subscription, .delivered)
            #expect(try await store.read(event: event, subscription: subscription, tenant: "other") == nil)
            #expect(try await store.read(event: event, subscription: subscription, tenant: "acme") != nil)
        }
    }
}
