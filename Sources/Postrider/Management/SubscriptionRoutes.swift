import Foundation
import HTTPTypes
import Outbox

/// `/v1/subscriptions`.
struct SubscriptionRoutes: Routes {
    let store: SubscriptionStore
    let check: SubscriptionCheck

    private static let missing = ResponseDeclaration.problem(404, "No such subscription.")

    var routes: RouteGroup {
        let group = RouteGroup("/subscriptions")
        group.post(
            "",
            .body(SubscriptionInput.self),
            name: "createSubscription",
            description: "Registers a URL. An address that delivery would refuse is refused here.",
            status: .created
        ) { new in
            try await create(new)
        }
        group.get(
            "",
            .page,
            .query("tenant", String?.self),
            .query("state", StateName?.self),
            .query("event_type", String?.self, description: "Only those that receive this type."),
            name: "listSubscriptions"
        ) { page, tenant, state, eventType in
            let filter = SubscriptionFilter(
                tenant: tenant,
                state: state.flatMap { SubscriptionState(rawValue: $0.rawValue) },
                eventType: eventType
            )
            return Page(try await store.list(filter, page.request(of: .subscriptions))) { SubscriptionBody($0) }
        }
        group.get("/{id}", .path("id", UUID.self), name: "readSubscription", responses: [Self.missing]) { id in
            guard let found = try await store.read(id, tenant: nil) else { throw Refusal.notFound }
            return SubscriptionBody(found)
        }
        group.patch(
            "/{id}",
            .path("id", UUID.self),
            .rawBody(SubscriptionPatch.self),
            name: "updateSubscription",
            description: "A JSON merge patch (RFC 7396). `state` may become active, paused or disabled.",
            responses: [Self.missing]
        ) { id, patch in
            try await update(id, with: patch.json)
        }
        group.delete(
            "/{id}",
            .path("id", UUID.self),
            name: "deleteSubscription",
            description: "Ends the subscription and what waits for it.",
            responses: [Self.missing]
        ) { id in
            try await store.delete(id, tenant: nil)
            return NoContent()
        }
        return group
    }

    private func create(_ input: SubscriptionInput) async throws -> SubscriptionBody {
        let new = NewSubscription(
            tenant: input.tenant ?? "default",
            settings: input.asSettings,
            secret: input.secret
        )
        let problems = await check.problems(in: new)
        guard problems.isEmpty else { throw Refusal.invalid(problems) }
        let created = try await store.create(new)
        return SubscriptionBody(created.subscription, secret: created.secret)
    }

    /// A change that another one overtook is applied to what that one left.
    private func update(_ id: UUID, with patch: JSON) async throws -> SubscriptionBody {
        while true {
            let present = try await store.present(id, tenant: nil)
            let changes = try await changes(present, patch)
            if let updated = try await store.updateIfUnchanged(present, to: changes) {
                return SubscriptionBody(updated)
            }
        }
    }

    private func changes(_ present: SubscriptionStore.Present, _ patch: JSON) async throws -> SubscriptionChanges {
        var document = MergePatch.apply(
            patch,
            to: try JSONValueEncoder().encode(SubscriptionInput(present.settings))
        )
        let cleared = ["url", "event_types"].filter { document[$0] == nil }
        guard cleared.isEmpty else {
            throw Refusal.invalid(cleared.map { FieldProblem("/\($0)", "required", "it can't be cleared") })
        }
        let state = document["state"]?.stringValue.flatMap(SubscriptionState.init) ?? present.subscription.state
        document["state"] = nil
        let settings = try JSONValueDecoder().decode(SubscriptionInput.self, from: document).asSettings
        let problems = await check.problems(in: settings, from: present.settings)
        guard problems.isEmpty else { throw Refusal.invalid(problems) }
        return SubscriptionChanges(settings: settings, state: state)
    }
}
