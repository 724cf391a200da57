import Foundation
import HTTPTypes
import Outbox
import Postgres

/// Postrider's own routes under `/v1`: subscriptions, events, deliveries, event types.
struct ManagementAPI: Routes {
    let subscriptions: SubscriptionStore
    let subscriptionCheck: SubscriptionCheck
    let events: EventStore
    let deliveries: DeliveryStore
    let eventTypes: EventTypeStore
    let catalogue: Catalogue
    let emitter: EventEmitter
    let operatorKey: OperatorKey
    let isDocumented: Bool

    /// The tag of all these routes in the document.
    static let tag = "Postrider"

    var routes: RouteGroup {
        let v1 = RouteGroup(
            "/v1", tags: [Self.tag], security: [operatorKey.authenticator.required()], hidden: !isDocumented)
        v1.include(SubscriptionRoutes(store: subscriptions, check: subscriptionCheck))
        v1.include(SecretRoutes(store: subscriptions))
        v1.include(EventRoutes(events: events, deliveries: deliveries, catalogue: catalogue, emitter: emitter))
        v1.include(DeliveryRoutes(store: deliveries))
        v1.include(EventTypeRoutes(store: eventTypes, catalogue: catalogue))
        return v1
    }
}

extension PageRequest {
    /// The store's request; a cursor of another list is the caller's fault.
    func request(of list: Cursor.List) throws -> ListRequest {
        do {
            return ListRequest(limit: limit, cursor: try cursor.map { try Cursor($0, of: list) })
        } catch let error as CursorError {
            throw Problem.unprocessable([
                InvalidInput(in: .query, pointer: "/cursor", keyword: "cursor", message: error.description)
            ])
        }
    }
}

extension Page {
    /// A page of what a store found.
    init<Stored>(_ page: ListPage<Stored>, _ item: (Stored) throws -> Item) rethrows {
        self.init(data: try page.items.map(item), nextCursor: page.next?.text)
    }
}
