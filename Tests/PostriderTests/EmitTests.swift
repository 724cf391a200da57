import Foundation
import Logging
import OrderedCollections
import Outbox
import Postrider
import TestKit
import Testing

/// Events of typed webhooks on a real database.
struct EmitTests {
    struct Refused: Error {}

    private static let traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"

    private static func gateway() -> Gateway {
        let gateway = Gateway.bare()
        let paid = gateway.webhooks.post("paid", body: Subscription.self)
        gateway.post("/subscriptions/", .query("fails", default: false), .body(Subscription.self), .context) {
            fails,
            subscription,
            context in
            try await context.transaction { transaction in
                try await transaction.execute("INSERT INTO rows VALUES (\(subscription.username)::text)")
                let id = try await transaction.emit(paid, subscription, tenant: "acme")
                if fails { throw Problem.conflict("Not today.") }
                return id
            }
        }
        return gateway
    }

    private static let payload: JSON = [
        "username": "rick", "monthly_fee": 9.5, "start_date": "2026-01-01T00:00:00.000Z",
    ]

    @Test func anEventExistsTogetherWithItsRow() async throws {
        try await withDatabase { database async throws in
            try await database.execute("CREATE TABLE rows (name text)")
            let response = try await Self.gateway()
                .test(services: GatewayServices(pool: database.pool)) { client async throws in
                    try await client.post(
                        "/subscriptions/",
                        headers: [.named("traceparent"): Self.traceparent],
                        json: Self.payload
                    )
                }
            #expect(response.status == .ok)
            let rows = try await database.query(
                """
                SELECT e.id, e.tenant, e.type, e.payload::text AS payload, e.traceparent, e.checked, r.name
                FROM outbox.events e, rows r LIMIT 2
                """
            )
            #expect(rows.count == 1)
            let row = try #require(rows.first)
            #expect(try row.decode("id", as: UUID.self) == response.decode(UUID.self))
            #expect(try row.decode("tenant", as: String.self) == "acme")
            #expect(try row.decode("type", as: String.self) == "paid")
            #expect(try row.decode("payload", as: String.self) == Self.payload.text())
            #expect(try row.decode("traceparent", as: String?.self) == Self.traceparent)
            #expect(try row.decode("checked", as: Bool.self))
            #expect(try row.decode("name", as: String.self) == "rick")
        }
    }

    @Test func anErrorLeavesNeitherRowNorEvent() async throws {
        try await withDatabase { database async throws in
            try await database.execute("CREATE TABLE rows (name text)")
            let response = try await Self.gateway()
                .test(services: GatewayServices(pool: database.pool)) { client async throws in
                    try await client.post("/subscriptions/?fails=true", json: Self.payload)
                }
            #expect(response.status == .conflict)
            let rows = try await database.query(
                "SELECT (SELECT count(*) FROM rows) + (SELECT count(*) FROM outbox.events) AS total LIMIT 1"
            )
            #expect(try rows.first?.decode("total", as: Int.self) == 0)
        }
    }

    @Test func aKeyMakesASecondEmitTheFirst() async throws {
        try await withDatabase { database async throws in
            let gateway = Gateway.bare()
            let paid = gateway.webhooks.post("paid", body: String.self)
            let notifier = Notifier(database.configuration, logger: Logger(label: "test"))
            let emitter = EventEmitter(database: database.pool, notifier: notifier)
            let services = GatewayServices(pool: database.pool, emitter: emitter, notifier: notifier)
            try await withThrowingTaskGroup(of: Void.self) { group async throws in
                group.addTask { try await emitter.run() }
                try await gateway.test(services: services) { _ async throws in
                    let first = try await gateway.emit(paid, "x", idempotencyKey: "k")
                    let second = try await gateway.emit(paid, "x", idempotencyKey: "k")
                    let other = try await gateway.emit(paid, "x", idempotencyKey: "l")
                    #expect(first == second)
                    #expect(first != other)
                }
                group.cancelAll()
            }
        }
    }

    @Test func aDatabaseThatIsAwayIs503() async throws {
        let away = PostgresPool(PostgresConfiguration(url: "postgres://127.0.0.1:1/none", connectTimeout: .seconds(2)))
        let response = try await Self.gateway()
            .test(services: GatewayServices(pool: away)) { client async throws in
                try await client.post("/subscriptions/", json: Self.payload)
            }
        #expect(response.status == .serviceUnavailable)
        #expect(response.headers[.retryAfter] == "1")
    }
}
