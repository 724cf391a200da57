import Outbox

/// Postrider's own routes: subscriptions, their secrets, events, deliveries and event types.
///
/// Names of operations and components start with Postrider's, so that an application's own are never taken.
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
    /// Keys beside the operator's.
    var issuedKeys: [IssuedKey] = []
    /// What every path starts with.
    var prefix = "/v1"

    /// The tag of all these routes in the document.
    static let tag = "Postrider"

    var routes: RouteGroup {
        let keys = Caller.authenticator(operatorKey: operatorKey, issued: issuedKeys)
        let away = ResponseDeclaration.problem(503, "The database can't be reached or is busy; see `Retry-After`.")
        let group = RouteGroup(prefix, tags: [Self.tag], responses: [away], hidden: !isDocumented)
        group.include(SubscriptionRoutes(store: subscriptions, check: subscriptionCheck, keys: keys))
        group.include(SecretRoutes(store: subscriptions, keys: keys))
        group.include(
            EventRoutes(
                events: events,
                deliveries: deliveries,
                recording: EventRecording(catalogue: catalogue, emitter: emitter),
                keys: keys
            )
        )
        group.include(DeliveryRoutes(store: deliveries, keys: keys))
        group.include(EventTypeRoutes(store: eventTypes, catalogue: catalogue, keys: keys))
        return group
    }
}
