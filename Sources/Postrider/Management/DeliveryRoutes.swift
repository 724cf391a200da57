import Foundation
import Outbox

/// `/deliveries`.
struct DeliveryRoutes: Routes {
    let store: DeliveryStore
    let keys: ManagementKeys

    private static let missing = ResponseDeclaration.problem(404, "No such delivery.")

    var routes: RouteGroup {
        let group = RouteGroup("/deliveries")
        declareList(on: group)
        declareSingle(on: group)
        return group
    }

    private func declareList(on group: RouteGroup) {
        group.get(
            "",
            .caller(keys, .read),
            .page,
            .query("state", DeliveryState?.self, description: "Only those in this state."),
            .query("subscription_id", UUID?.self, description: "Only those of this subscription."),
            .eventType("event_type", description: "Only those of events of this type."),
            .window,
            .tenant,
            name: "postriderListDeliveries",
            summary: "List Deliveries",
            description: "Lists deliveries, those of the newest events first.",
            responses: [.problem(404, "The key belongs to another tenant.")]
        ) { caller, page, state, subscription, eventType, window, tenant in
            let filter = DeliveryFilter(
                tenant: try caller.tenant(asked: tenant),
                state: state,
                subscriptionID: subscription,
                eventType: eventType,
                window: window
            )
            return ManagementList(try await page.list(.deliveries) { try await store.list(filter, $0) }) {
                DeliveryBody($0)
            }
        }
    }

    private func declareSingle(on group: RouteGroup) {
        group.get(
            "/{event_id}/{subscription_id}",
            .caller(keys, .read),
            .path("event_id", UUID.self),
            .path("subscription_id", UUID.self),
            name: "postriderReadDelivery",
            summary: "Read Delivery",
            description: "Shows a delivery with its attempts.",
            responses: [Self.missing]
        ) { caller, event, subscription in
            try await read(event, subscription, for: caller)
        }
        group.post(
            "/{event_id}/{subscription_id}/retry",
            .caller(keys, .subscriptionsWrite),
            .path("event_id", UUID.self),
            .path("subscription_id", UUID.self),
            name: "postriderRetryDelivery",
            summary: "Retry Delivery",
            description: """
                Makes a delivery due now, whatever its state, also after a success; attempts keep counting. What is \
                dead or delivered gets all its attempts anew. That of a paused subscription waits for it.
                """,
            status: .accepted,
            responses: [
                Self.missing,
                .problem(
                    409,
                    "It is being sent, its event has been pruned, or its subscription is disabled or deleted."
                ),
            ]
        ) { caller, event, subscription in
            try await store.retry(event: event, subscription: subscription, tenant: caller.tenant)
            return try await read(event, subscription, for: caller)
        }
    }

    private func read(_ event: UUID, _ subscription: UUID, for caller: Caller) async throws -> DeliveryBody {
        let found = try await store.read(event: event, subscription: subscription, tenant: caller.tenant)
        guard let found else { throw Refusal.notFound }
        return DeliveryBody(found)
    }
}
