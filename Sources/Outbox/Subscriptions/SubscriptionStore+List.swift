import Postgres

/// Which subscriptions a list shows.
package struct SubscriptionFilter: Sendable {
    package var tenant: String?
    package var state: SubscriptionState?
    /// Only those that an event of this type would reach, whatever their filter and state.
    package var eventType: String?

    package init(tenant: String? = nil, state: SubscriptionState? = nil, eventType: String? = nil) {
        self.tenant = tenant
        self.state = state
        self.eventType = eventType
    }
}

extension SubscriptionStore {
    /// Lists subscriptions, the newest first; throws ``CursorError``.
    ///
    /// A tenant's are found by the index on `tenant` and sorted; without one the primary key is read backwards.
    package func list(
        _ filter: SubscriptionFilter = SubscriptionFilter(),
        _ request: ListRequest = ListRequest()
    ) async throws -> ListPage<Subscription> {
        var condition: SQLFragment = "s.deleted_at IS NULL AND s.kind = 'subscription'"
        condition.and(filter.tenant) { "s.tenant = \($0)::text" }
        condition.and(filter.state) { "s.state = \($0.rawValue)::text" }
        condition.and(filter.eventType) { "s.event_types && outbox.patterns(\($0)::text)" }
        condition.and(try request.cursor?.ids(1)[0]) { "s.id < \($0)::uuid" }
        let rows = try await database.query(
            """
            -- outbox.list_subscriptions
            SELECT \(unsafe: Subscription.columns) FROM outbox.subscriptions s
            WHERE \(condition) ORDER BY s.id DESC LIMIT \(request.limit + 1)::int8
            """
        )
        let items = try rows.map { try Subscription($0, box: box) }
        return ListPage(items, limit: request.limit) { Cursor(.subscriptions, $0.id) }
    }
}
