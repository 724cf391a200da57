import Foundation
import HTTPTypes
import Outbox

/// `/subscriptions`.
struct SubscriptionRoutes: Routes {
    let store: SubscriptionStore
    let check: SubscriptionCheck
    let keys: ManagementKeys

    private static let missing = ResponseDeclaration.problem(404, "No such subscription.")
    private static let overtaken = ResponseDeclaration.problem(409, "Other changes kept coming first; try again.")
    /// How often a change that another one overtook is applied to what that one left.
    private static let tries = 10

    var routes: RouteGroup {
        let group = RouteGroup("/subscriptions")
        declareList(on: group)
        declareSingle(on: group)
        declareChanges(on: group)
        return group
    }

    private func declareList(on group: RouteGroup) {
        group.post(
            "",
            .caller(keys, .subscriptionsWrite),
            .body(NewSubscriptionBody.self),
            name: "postriderCreateSubscription",
            summary: "Create Subscription",
            description: """
                Registers a URL for some webhooks and answers with the secret that its deliveries are signed with.

                An address that delivery would refuse is refused here, and so is an event type that nobody declares. A \
                host that does not resolve now is accepted: deliveries check the address that they connect to.
                """,
            status: .created,
            responses: [.problem(404, "The key belongs to another tenant.")]
        ) { caller, body in
            try await create(body, by: caller)
        }
        group.get(
            "",
            .caller(keys, .read),
            .page,
            .tenant,
            .query("state", SubscriptionState?.self, description: "Only those in this state."),
            .eventType("event_type", description: "Only those that an event of this type would reach."),
            name: "postriderListSubscriptions",
            summary: "List Subscriptions",
            description: "Lists subscriptions, the newest first.",
            responses: [.problem(404, "The key belongs to another tenant.")]
        ) { caller, page, tenant, state, eventType in
            let filter = SubscriptionFilter(
                tenant: try caller.tenant(asked: tenant),
                state: state,
                eventType: eventType
            )
            return ManagementList(try await page.list(.subscriptions) { try await store.list(filter, $0) }) {
                SubscriptionBody($0)
            }
        }
    }

    private func declareSingle(on group: RouteGroup) {
        group.get(
            "/{id}",
            .caller(keys, .read),
            .path("id", UUID.self),
            name: "postriderReadSubscription",
            summary: "Read Subscription",
            responses: [Self.missing]
        ) { caller, id in
            guard let found = try await store.read(id, tenant: caller.tenant) else { throw Refusal.notFound }
            return SubscriptionBody(found)
        }
        group.delete(
            "/{id}",
            .caller(keys, .subscriptionsWrite),
            .path("id", UUID.self),
            name: "postriderDeleteSubscription",
            summary: "Delete Subscription",
            description: "Ends the subscription, its secrets and the deliveries that wait for it.",
            responses: [Self.missing]
        ) { caller, id in
            try await store.delete(id, tenant: caller.tenant)
            return NoContent()
        }
    }

    private func declareChanges(on group: RouteGroup) {
        group.patch(
            "/{id}",
            .caller(keys, .subscriptionsWrite),
            .path("id", UUID.self),
            .rawBody(SubscriptionPatch.self),
            name: "postriderUpdateSubscription",
            summary: "Update Subscription",
            description: """
                Changes a subscription by a JSON merge patch (RFC 7396). What it leaves alone is not judged again, so a \
                subscription whose address has come to be refused can still be paused. The next attempt of every \
                delivery follows the change.
                """,
            responses: [Self.missing, Self.overtaken]
        ) { caller, id, patch in
            try await update(id, with: patch.json, by: caller)
        }
    }

    private func create(_ body: NewSubscriptionBody, by caller: Caller) async throws -> Reply<SubscriptionBody> {
        let new = NewSubscription(
            tenant: try caller.tenant(creatingIn: body.tenant),
            settings: body.settings,
            secret: body.secret
        )
        let problems = await check.problems(in: new) + (try await store.undeclaredProblems(in: new.settings.eventTypes))
        guard problems.isEmpty else { throw Refusal.invalid(problems) }
        let created = try await store.create(new)
        return Reply(SubscriptionBody(created.subscription, secret: created.secret), headers: .secret)
    }

    private func update(_ id: UUID, with patch: JSON, by caller: Caller) async throws -> SubscriptionBody {
        for _ in 0..<Self.tries {
            let present = try await openingSecrets { try await store.present(id, tenant: caller.tenant) }
            let changes = try SubscriptionPatch.apply(patch, to: present)
            let known = Set(present.settings.eventTypes)
            let problems =
                await check.problems(in: changes.settings, from: present.settings)
                + (try await store.undeclaredProblems(in: changes.settings.eventTypes, except: known))
            guard problems.isEmpty else { throw Refusal.invalid(problems) }
            if let updated = try await store.updateIfUnchanged(present, to: changes) {
                return SubscriptionBody(updated)
            }
        }
        throw Refusal.conflict("Other changes of this subscription kept coming first: try again.")
    }
}
