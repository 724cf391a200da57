package import Foundation
import Postgres

/// Which deliveries a list shows.
package struct DeliveryFilter: Sendable {
    package var tenant: String?
    package var state: DeliveryState?
    package var subscriptionID: UUID?
    package var eventType: String?
    /// When the events were recorded.
    package var window: TimeWindow

    package init(
        tenant: String? = nil,
        state: DeliveryState? = nil,
        subscriptionID: UUID? = nil,
        eventType: String? = nil,
        window: TimeWindow = TimeWindow()
    ) {
        self.tenant = tenant
        self.state = state
        self.subscriptionID = subscriptionID
        self.eventType = eventType
        self.window = window
    }
}

extension DeliveryStore {
    /// Lists deliveries, those of the newest events first; throws ``CursorError``.
    ///
    /// Live rows and dead letters are few and read by their primary keys. The history of successes is long: a page
    /// looks at a bounded number of the newest events, a tenant's or a subscription's by their indexes, and may be
    /// short. All three are read in one statement, so that a delivery that moves between them is seen once.
    package func list(
        _ filter: DeliveryFilter = DeliveryFilter(),
        _ request: ListRequest = ListRequest()
    ) async throws -> ListPage<Delivery> {
        let start = try request.cursor?.ids(2)
        let limit = request.limit + 1
        let sources = Self.sources(filter, start: start, limit: limit)
        let rows = try await database.query(
            """
            -- outbox.list_deliveries
            WITH scan AS MATERIALIZED (\(Self.scan(filter, start: start))),
            edge AS (
              SELECT CASE WHEN count(*) = \(Self.scanLimit(filter))::int8
                THEN (SELECT event_id FROM scan ORDER BY event_id LIMIT 1) END AS edge FROM scan),
            page AS (
              SELECT u.* FROM (\(sources)) u, edge WHERE edge.edge IS NULL OR u.event_id > edge.edge
              ORDER BY u.event_id DESC, u.subscription_id DESC LIMIT \(limit)::int8)
            SELECT edge.edge, page.* FROM edge LEFT JOIN page ON true ORDER BY event_id DESC, subscription_id DESC
            """)
        let edge = try rows.first?.decode("edge", as: UUID?.self)
        let items = try rows.compactMap { try $0.decode("event_id", as: UUID?.self) == nil ? nil : try Delivery($0) }
        var page = ListPage(items, limit: request.limit) { Cursor(.deliveries, $0.eventID, $0.subscriptionID) }
        page.next = page.next ?? edge.map { Cursor(.deliveries, $0, Self.afterAll) }
        return page
    }

    /// The edge of what was looked at is not shown, as it may have been cut through: the next page starts with it.
    private static let afterAll = UUID(
        uuid: (255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255))

    private static func includesDelivered(_ filter: DeliveryFilter) -> Bool {
        filter.state == nil || filter.state == .delivered
    }

    private static func scanLimit(_ filter: DeliveryFilter) -> Int {
        filter.eventType == nil ? Limits.deliveryScan : Limits.deliveryScanOfType
    }

    /// The events whose history is looked at, the newest first.
    private static func scan(_ filter: DeliveryFilter, start: [UUID]?) -> SQLFragment {
        guard includesDelivered(filter) else { return "SELECT NULL::uuid AS event_id WHERE false" }
        if let subscription = filter.subscriptionID {
            var condition = filter.window.condition(on: "a.event_id")
            condition.and(start?[0]) { "a.event_id <= \($0)::uuid" }
            return """
                SELECT DISTINCT a.event_id FROM outbox.attempts a
                WHERE a.subscription_id = \(subscription)::uuid AND \(condition)
                ORDER BY a.event_id DESC LIMIT \(scanLimit(filter))::int8
                """
        }
        var condition = filter.window.condition(on: "v.id")
        condition.and(filter.tenant) { "v.tenant = \($0)::text" }
        condition.and(start?[0]) { "v.id <= \($0)::uuid" }
        return """
            SELECT v.id AS event_id FROM outbox.events v
            WHERE \(condition) ORDER BY v.id DESC LIMIT \(scanLimit(filter))::int8
            """
    }

    private static func sources(_ filter: DeliveryFilter, start: [UUID]?, limit: Int) -> SQLFragment {
        let pair = pairCondition(filter, start: start)
        var stored = pair
        stored.and(filter.tenant) { "d.tenant = \($0)::text" }
        var ended = pair
        ended.and(filter.tenant) { "e.tenant = \($0)::text" }
        ended += " AND d.event_id IN (SELECT event_id FROM scan)"
        switch filter.state {
        case .delivered: return DeliverySources.delivered(ended, limit: limit)
        case .dead: return DeliverySources.dead(stored, limit: limit)
        case .pending, .sending, .retrying:
            stored.and(filter.state) { "\(unsafe: DeliverySources.liveState) = \($0.rawValue)::text" }
            return DeliverySources.live(stored, limit: limit)
        case nil:
            return """
                \(DeliverySources.live(stored, limit: limit)) UNION ALL \(DeliverySources.dead(stored, limit: limit))
                UNION ALL \(DeliverySources.delivered(ended, limit: limit))
                """
        }
    }

    private static func pairCondition(_ filter: DeliveryFilter, start: [UUID]?) -> SQLFragment {
        var condition = filter.window.condition(on: "d.event_id")
        condition.and(filter.subscriptionID) { "d.subscription_id = \($0)::uuid" }
        condition.and(filter.eventType) { "e.type = \($0)::text" }
        condition.and(start) { "(d.event_id, d.subscription_id) < (\($0[0])::uuid, \($0[1])::uuid)" }
        return condition
    }
}
