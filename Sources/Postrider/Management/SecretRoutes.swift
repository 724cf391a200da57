import Foundation
import HTTPTypes
import Outbox

/// `/subscriptions/{id}/secrets`.
struct SecretRoutes: Routes {
    let store: SubscriptionStore
    let keys: ManagementKeys

    private static let missing = ResponseDeclaration.problem(404, "No such subscription or secret.")

    var routes: RouteGroup {
        let group = RouteGroup("/subscriptions/{id}/secrets", responses: [Self.missing])
        group.get(
            "",
            .caller(keys, .secretsRead),
            .path("id", UUID.self),
            name: "postriderListSecrets",
            summary: "List Secrets",
            description:
                "Shows the secrets that sign now, to keys with the scope `secrets:read`, which `read` does not include."
        ) { caller, id in
            let secrets = try await openingSecrets { try await store.secrets(of: id, tenant: caller.tenant) }
            return Reply(SecretListBody(data: secrets.map(SecretBody.init)), headers: .secret)
        }
        group.post(
            "/rotate",
            .caller(keys, .subscriptionsWrite),
            .path("id", UUID.self),
            .body(SecretRotationBody?.self),
            name: "postriderRotateSecret",
            summary: "Rotate Secret",
            description: "Makes a new secret the current one; the old one signs beside it for the overlap.",
            responses: [.problem(409, "Too many secrets sign already.")]
        ) { caller, id, body in
            Reply(SecretBody(try await rotate(id, body, by: caller)), headers: .secret)
        }
        group.delete(
            "/{secret_id}",
            .caller(keys, .subscriptionsWrite),
            .path("id", UUID.self),
            .path("secret_id", UUID.self),
            name: "postriderRetireSecret",
            summary: "Retire Secret",
            description: "Ends an old secret at once.",
            responses: [.problem(409, "It is the current secret: rotate first.")]
        ) { caller, id, secret in
            try await store.retireSecret(secret, of: id, tenant: caller.tenant)
            return NoContent()
        }
        return group
    }

    private func rotate(
        _ id: UUID,
        _ body: SecretRotationBody?,
        by caller: Caller
    ) async throws -> SubscriptionSecret {
        do {
            return try await store.rotateSecret(
                of: id,
                tenant: caller.tenant,
                to: body?.secret,
                overlapSeconds: body?.overlapSeconds ?? SecretRotationBody.defaultOverlapSeconds
            )
        } catch let error as WebhookSecretError {
            throw Refusal.invalid([FieldProblem("/secret", "pattern", error.description)])
        }
    }
}
