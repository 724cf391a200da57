package import Foundation
import JSONSchema
package import Postgres

/// Which events a list shows.
package struct EventFilter: Sendable {
    package var tenant: String?
    package var type: String?
    package var window: TimeWindow

    package init(tenant: String? = nil, type: String? = nil, window: TimeWindow = TimeWindow()) {
        self.tenant = tenant
        self.type = type
        self.window = window
    }
}

/// Reads events.
///
/// Every call takes the tenant that it acts for, `nil` for the operator.
package struct EventStore: Sendable {
    let database: any Queryable

    package init(database: any Queryable) {
        self.database = database
    }

    /// Reads one with its payload and status; `nil` when there is none.
    package func read(_ id: UUID, tenant: String?) async throws -> EventDetail? {
        var condition: SQLFragment = "e.id = \(id)::uuid"
        condition.and(tenant) { "e.tenant = \($0)::text" }
        let rows = try await database.query(
            """
            -- outbox.read_event
            SELECT \(unsafe: Self.columns), e.payload, e.traceparent, v.status, r.reason, r.errors, r.rejected_at
            FROM outbox.events e JOIN outbox.event_status v ON v.id = e.id
              LEFT JOIN outbox.rejected_events r ON r.event_id = e.id AND v.status = 'rejected'
            WHERE \(condition) LIMIT 1
            """
        )
        return try rows.first.map { row in
            EventDetail(
                event: try Event(row),
                status: try row.decode(case: "status"),
                payload: try row.decode("payload", as: JSONText.self).bytes,
                traceparent: try row.decode("traceparent"),
                rejection: try Self.rejection(row)
            )
        }
    }

    /// Lists events, the newest first; throws ``CursorError``.
    ///
    /// A tenant's are read backwards from the index on tenant and id, all from the primary key. There is no index on
    /// the type, which would cost every emit: a page looks through ``Limits/eventScan`` events for it and may be short.
    package func list(
        _ filter: EventFilter = EventFilter(),
        _ request: ListRequest = ListRequest()
    ) async throws -> ListPage<Event> {
        var condition = filter.window.condition(on: "e.id")
        condition.and(filter.tenant) { "e.tenant = \($0)::text" }
        condition.and(try request.cursor?.ids(1)[0]) { "e.id < \($0)::uuid" }
        guard let type = filter.type else { return try await list(condition, request) }
        return try await list(type: type, condition, request)
    }

    private func list(_ condition: SQLFragment, _ request: ListRequest) async throws -> ListPage<Event> {
        let rows = try await database.query(
            """
            -- outbox.list_events
            SELECT \(unsafe: Self.columns) FROM outbox.events e
            WHERE \(condition) ORDER BY e.id DESC LIMIT \(request.limit + 1)::int8
            """
        )
        let items = try rows.map { try Event($0) }
        return ListPage(items, limit: request.limit) { Cursor(.events, $0.id) }
    }

    private func list(
        type: String,
        _ condition: SQLFragment,
        _ request: ListRequest
    ) async throws -> ListPage<Event> {
        let rows = try await database.query(
            """
            -- outbox.list_events_of_type
            WITH scan AS MATERIALIZED (
              SELECT e.id, e.tenant, e.type, e.kind FROM outbox.events e
              WHERE \(condition) ORDER BY e.id DESC LIMIT \(Limits.eventScan)::int8),
            edge AS (
              SELECT CASE WHEN count(*) = \(Limits.eventScan)::int8
                THEN (SELECT id FROM scan ORDER BY id LIMIT 1) END AS edge FROM scan),
            page AS (SELECT * FROM scan WHERE type = \(type)::text ORDER BY id DESC LIMIT \(request.limit + 1)::int8)
            SELECT edge.edge, \(unsafe: Self.columns) FROM edge LEFT JOIN page e ON true ORDER BY e.id DESC
            """
        )
        let edge = try rows.first?.decode("edge", as: UUID?.self)
        let items = try rows.compactMap { try $0.decode("id", as: UUID?.self) == nil ? nil : try Event($0) }
        var page = ListPage(items, limit: request.limit) { Cursor(.events, $0.id) }
        page.next = page.next ?? edge.map { Cursor(.events, $0) }
        return page
    }

    /// The columns that an event is made of, over the alias `e`.
    private static let columns = "e.id, e.tenant, e.type, e.kind, outbox.uuid_time(e.id) AS created_at"

    private static func rejection(_ row: Row) throws -> EventDetail.Rejection? {
        guard let reason = try row.decode("reason", as: String?.self) else { return nil }
        return EventDetail.Rejection(
            reason: reason,
            errors: (try? JSON.parse(try row.decode("errors", as: JSONText.self).bytes)) ?? [],
            rejectedAt: try row.decode("rejected_at")
        )
    }
}

extension Event {
    init(_ row: Row) throws {
        self.init(
            id: try row.decode("id"),
            tenant: try row.decode("tenant"),
            type: try row.decode("type"),
            kind: try row.decode(case: "kind"),
            createdAt: try row.decode("created_at")
        )
    }
}
