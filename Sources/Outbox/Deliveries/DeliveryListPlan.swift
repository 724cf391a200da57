import Foundation
import Postgres

/// The statement of one page of deliveries.
///
/// Each place (live rows, dead letters, the history of attempts) is read from the newest pair of event and
/// subscription on, down to a bound of rows. Where a bound is reached there is an edge; below the highest of the edges
/// nothing is shown, and the next page starts there.
struct DeliveryListPlan {
    private let filter: DeliveryFilter
    private let start: [UUID]?
    private let limit: Int

    init(_ filter: DeliveryFilter, start: [UUID]?, limit: Int) {
        self.filter = filter
        self.start = start
        self.limit = limit
    }

    var statement: Statement {
        """
        -- outbox.list_deliveries
        WITH live AS MATERIALIZED (\(stored("outbox.deliveries", isWanted: wantsLive, liveCondition))),
        dead AS MATERIALIZED (\(stored("outbox.dead_letters", isWanted: wants(.dead), ""))),
        history AS MATERIALIZED (\(history)),
        edge AS (
          SELECT * FROM (\(edge(of: "live", after: storedLimit)) UNION ALL \(edge(of: "dead", after: storedLimit))
            UNION ALL \(edge(of: "history", after: historyLimit))) b
          ORDER BY event_id DESC, subscription_id DESC LIMIT 1),
        page AS (
          SELECT u.* FROM (\(sources)) u LEFT JOIN edge ON true
          WHERE edge.event_id IS NULL OR (u.event_id, u.subscription_id) >= (edge.event_id, edge.subscription_id)
          ORDER BY u.event_id DESC, u.subscription_id DESC LIMIT \(limit)::int8)
        SELECT edge.event_id AS edge_event, edge.subscription_id AS edge_subscription, page.*
        FROM (SELECT 1) one LEFT JOIN edge ON true LEFT JOIN page ON true
        ORDER BY page.event_id DESC, page.subscription_id DESC
        """
    }

    // MARK: Bounds

    private func wants(_ state: DeliveryState) -> Bool {
        filter.state == nil || filter.state == state
    }

    private var wantsLive: Bool { wants(.pending) || wants(.sending) || wants(.retrying) }

    /// A page's worth of rows is enough, unless their types still have to be looked up.
    private var storedLimit: Int { filter.eventType == nil ? limit : Limits.deliveryScanOfType }

    private var historyLimit: Int { filter.eventType == nil ? Limits.deliveryScan : Limits.deliveryScanOfType }

    /// The last row of a part, if the part is full.
    private func edge(of part: SQLFragment, after count: Int) -> SQLFragment {
        """
        (SELECT event_id, subscription_id FROM \(part)
         ORDER BY event_id DESC, subscription_id DESC OFFSET \(count - 1)::int8 LIMIT 1)
        """
    }

    // MARK: Parts

    private func stored(_ table: SQLFragment, isWanted: Bool, _ further: SQLFragment) -> SQLFragment {
        var condition = filter.window.condition(on: "d.event_id")
        condition.and(filter.tenant) { "d.tenant = \($0)::text" }
        condition.and(filter.subscriptionID) { "d.subscription_id = \($0)::uuid" }
        condition.and(start) { "(d.event_id, d.subscription_id) < (\($0[0])::uuid, \($0[1])::uuid)" }
        guard isWanted else { return "SELECT d.* FROM \(table) d WHERE false" }
        return """
            SELECT d.* FROM \(table) d WHERE \(condition) \(further)
            ORDER BY d.event_id DESC, d.subscription_id DESC LIMIT \(storedLimit)::int8
            """
    }

    private var liveCondition: SQLFragment {
        guard let state = filter.state else { return "" }
        return "AND \(unsafe: DeliverySources.liveState) = \(state.rawValue)::text"
    }

    /// The events whose attempts are looked at, all pairs of each.
    private var history: SQLFragment {
        guard wants(.delivered) else {
            return "SELECT NULL::uuid AS event_id, NULL::uuid AS subscription_id WHERE false"
        }
        if let subscription = filter.subscriptionID {
            var condition = filter.window.condition(on: "a.event_id")
            condition.and(start?[0]) { "a.event_id <= \($0)::uuid" }
            return """
                SELECT DISTINCT a.event_id, \(unsafe: Self.lowest) AS subscription_id FROM outbox.attempts a
                WHERE a.subscription_id = \(subscription)::uuid AND \(condition)
                ORDER BY a.event_id DESC LIMIT \(historyLimit)::int8
                """
        }
        var condition = filter.window.condition(on: "v.id")
        condition.and(filter.tenant) { "v.tenant = \($0)::text" }
        condition.and(start?[0]) { "v.id <= \($0)::uuid" }
        return """
            SELECT v.id AS event_id, \(unsafe: Self.lowest) AS subscription_id FROM outbox.events v
            WHERE \(condition) ORDER BY v.id DESC LIMIT \(historyLimit)::int8
            """
    }

    /// Below every subscription's id.
    private static let lowest = "'00000000-0000-0000-0000-000000000000'::uuid"

    private var sources: SQLFragment {
        var type: SQLFragment = "true"
        type.and(filter.eventType) { "e.type = \($0)::text" }
        var ended = type
        ended.and(filter.tenant) { "e.tenant = \($0)::text" }
        ended.and(start) { "(d.event_id, d.subscription_id) < (\($0[0])::uuid, \($0[1])::uuid)" }
        return """
            \(DeliverySources.live("live", where: type, limit: limit))
            UNION ALL \(DeliverySources.dead("dead", where: type, limit: limit))
            UNION ALL \(DeliverySources.delivered(
                events: "history", to: filter.subscriptionID, where: ended, limit: limit))
            """
    }
}
