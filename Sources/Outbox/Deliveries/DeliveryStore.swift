package import Foundation
import JSONSchema
package import Postgres

/// Reads deliveries and makes them due.
///
/// Every call takes the tenant that it acts for, `nil` for the operator.
package struct DeliveryStore: Sendable {
    let database: PostgresPool

    package init(database: PostgresPool) {
        self.database = database
    }

    /// Reads one with its attempts; `nil` when there is none.
    package func read(event: UUID, subscription: UUID, tenant: String?) async throws -> DeliveryDetail? {
        let pair: SQLFragment = "d.event_id = \(event)::uuid AND d.subscription_id = \(subscription)::uuid"
        let rows = try await database.query(
            """
            -- outbox.read_delivery
            SELECT * FROM (\(Self.sources(of: event, to: subscription, where: pair, limit: 1))) d LIMIT 1
            """
        )
        guard let delivery = try rows.first.map({ try Delivery($0) }), tenant == nil || delivery.tenant == tenant
        else { return nil }
        return DeliveryDetail(delivery: delivery, attempts: try await attempts(of: delivery))
    }

    /// Lists an event's deliveries; throws ``Refusal/notFound`` or ``CursorError``.
    package func list(
        of event: UUID,
        tenant: String?,
        _ request: ListRequest = ListRequest()
    ) async throws -> ListPage<Delivery> {
        var known: SQLFragment = "id = \(event)::uuid"
        known.and(tenant) { "tenant = \($0)::text" }
        let found = try await database.query(
            "-- outbox.find_event\nSELECT id FROM outbox.events WHERE \(known) LIMIT 1"
        )
        guard !found.isEmpty else { throw Refusal.notFound }
        var condition: SQLFragment = "d.event_id = \(event)::uuid"
        condition.and(try request.cursor?.ids(2)[1]) { "d.subscription_id < \($0)::uuid" }
        let limit = request.limit + 1
        let rows = try await database.query(
            """
            -- outbox.list_deliveries_of_event
            SELECT * FROM (\(Self.sources(of: event, to: nil, where: condition, limit: limit))) d
            ORDER BY subscription_id DESC LIMIT \(limit)::int8
            """
        )
        let items = try rows.map { try Delivery($0) }
        return ListPage(items, limit: request.limit) { Cursor(.deliveries, $0.eventID, $0.subscriptionID) }
    }
}

extension DeliveryStore {
    /// All of one event's deliveries: the primary keys of all three tables start with its id.
    private static func sources(
        of event: UUID,
        to subscription: UUID?,
        where condition: SQLFragment,
        limit: Int
    ) -> SQLFragment {
        let key: SQLFragment = "(SELECT \(event)::uuid AS event_id)"
        return """
            \(DeliverySources.live("outbox.deliveries", where: condition, limit: limit))
            UNION ALL \(DeliverySources.dead("outbox.dead_letters", where: condition, limit: limit))
            UNION ALL \(DeliverySources.delivered(events: key, to: subscription, where: condition, limit: limit))
            """
    }

    private func attempts(of delivery: Delivery) async throws -> [Attempt] {
        let rows = try await database.query(
            """
            -- outbox.list_attempts
            SELECT a.attempt, a.outcome, a.status, a.error, a.latency_ms, a.started_at, a.response_headers,
              a.response_body, w.version, e.traceparent, e.kind
            FROM outbox.attempts a LEFT JOIN outbox.workers w ON w.id = a.worker
              LEFT JOIN outbox.events e ON e.id = a.event_id
            WHERE a.event_id = \(delivery.eventID)::uuid AND a.subscription_id = \(delivery.subscriptionID)::uuid
            ORDER BY a.attempt DESC LIMIT \(Limits.attemptsShown)::int8
            """
        )
        return try rows.reversed().map { try Attempt($0, of: delivery) }
    }
}

extension Attempt {
    fileprivate init(_ row: Row, of delivery: Delivery) throws {
        let startedAt = try row.decode("started_at", as: Date.self)
        self.init(
            number: try row.decode("attempt"),
            outcome: try row.decode(case: "outcome"),
            status: try row.decode("status"),
            error: try row.decode("error"),
            latencyMilliseconds: try row.decode("latency_ms"),
            startedAt: startedAt,
            requestHeaders: try Self.requestHeaders(row, of: delivery, at: startedAt),
            responseHeaders: try row.decode("response_headers", as: JSONText?.self)
                .flatMap { try? JSON.parse($0.bytes) },
            responseBody: try row.decode("response_body", as: Bytea?.self)?.bytes
        )
    }

    private static func requestHeaders(_ row: Row, of delivery: Delivery, at time: Date) throws -> [AttemptHeader] {
        let values: [(String, String?)] = [
            ("content-type", "application/json"),
            ("user-agent", try row.decode("version", as: String?.self).map { "Postrider/\($0)" }),
            ("webhook-id", delivery.eventID.uuidString.lowercased()),
            ("webhook-timestamp", String(Int(time.timeIntervalSince1970.rounded(.down)))),
            ("webhook-event-type", delivery.eventType),
            ("webhook-test", try row.decode("kind", as: String?.self) == EventKind.test.rawValue ? "true" : nil),
            ("traceparent", try row.decode("traceparent")),
        ]
        return values.compactMap { name, value in value.map { AttemptHeader(name: name, value: $0) } }
    }
}
