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
    /// looks at a bounded number of the newest events, a tenant's or a subscription's by their indexes. So it does for
    /// an event type, which no index knows. Such a page may be short. All places are read in one statement, so that a
    /// delivery that moves between them is seen once.
    package func list(
        _ filter: DeliveryFilter = DeliveryFilter(),
        _ request: ListRequest = ListRequest()
    ) async throws -> ListPage<Delivery> {
        let plan = DeliveryListPlan(filter, start: try request.cursor?.ids(2), limit: request.limit + 1)
        let rows = try await database.query(plan.statement)
        let items = try rows.compactMap { try $0.decode("event_id", as: UUID?.self) == nil ? nil : try Delivery($0) }
        var page = ListPage(items, limit: request.limit) { Cursor(.deliveries, $0.eventID, $0.subscriptionID) }
        if page.next == nil, let row = rows.first, let event = try row.decode("edge_event", as: UUID?.self) {
            page.next = Cursor(.deliveries, event, try row.decode("edge_subscription"))
        }
        return page
    }
}
