import Foundation
import Outbox

/// `/v1/deliveries`.
struct DeliveryRoutes: Routes {
    let store: DeliveryStore

    private static let missing = ResponseDeclaration.problem(404, "No such delivery.")

    var routes: RouteGroup {
        let group = RouteGroup("/deliveries")
        group.get(
            "",
            .page,
            .query("state", DeliveryStateName?.self),
            .query("subscription_id", UUID?.self),
            .query("event_type", String?.self),
            .query("since", Date?.self),
            .query("until", Date?.self),
            name: "listDeliveries"
        ) { page, state, subscription, eventType, since, until in
            let filter = DeliveryFilter(
                state: state.flatMap { DeliveryState(rawValue: $0.rawValue) },
                subscriptionID: subscription,
                eventType: eventType,
                window: TimeWindow(since: since, until: until)
            )
            return Page(try await store.list(filter, page.request(of: .deliveries))) { DeliveryBody($0) }
        }
        group.get(
            "/{event_id}/{subscription_id}",
            .path("event_id", UUID.self),
            .path("subscription_id", UUID.self),
            name: "readDelivery",
            responses: [Self.missing]
        ) { event, subscription in
            guard let detail = try await store.read(event: event, subscription: subscription, tenant: nil) else {
                throw Refusal.notFound
            }
            return DeliveryDetailBody(detail)
        }
        group.post(
            "/{event_id}/{subscription_id}/retry",
            .path("event_id", UUID.self),
            .path("subscription_id", UUID.self),
            name: "retryDelivery",
            description: "Makes the delivery due now, whatever its state, also after a success.",
            status: .accepted,
            responses: [Self.missing, .problem(409, "It is being sent right now, or its event has been pruned.")]
        ) { event, subscription in
            try await store.retry(event: event, subscription: subscription, tenant: nil)
            guard let detail = try await store.read(event: event, subscription: subscription, tenant: nil) else {
                throw Refusal.notFound
            }
            return DeliveryBody(detail.delivery)
        }
        return group
    }
}
