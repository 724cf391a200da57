import Foundation
import Outbox

/// A secret as it is shown to those who may read it.
struct SecretBody: SchemaComponent {
    var id: UUID
    var secret: String
    var createdAt: Date
    var expiresAt: Date?

    static let schemaName = "SubscriptionSecret"

    enum CodingKeys: String, CodingKey {
        case id
        case secret
        case createdAt = "created_at"
        case expiresAt = "expires_at"
    }

    static func definition(in registry: inout SchemaRegistry) -> JSON {
        ObjectSchema("A secret that signs deliveries.") {
            Property("id", UUID.self)
            Property("secret", String.self, description: "`whsec_` and base64.")
            Property("created_at", Date.self)
            Property("expires_at", Date?.self, description: "Until when it signs beside the newer one.")
        }
        .json(in: &registry)
    }

    init(_ secret: SubscriptionSecret) {
        id = secret.id
        self.secret = secret.secret.text
        createdAt = secret.createdAt
        expiresAt = secret.expiresAt
    }
}

/// All secrets of a subscription that sign now.
struct SecretList: SchemaComponent {
    var data: [SecretBody]

    static func definition(in registry: inout SchemaRegistry) -> JSON {
        ObjectSchema("The secrets that sign now, the newest first.") {
            Property("data", [SecretBody].self)
        }
        .json(in: &registry)
    }
}

/// What a rotation may say.
struct RotationInput: SchemaComponent {
    var secret: String?
    var overlapSeconds: Int?

    static let schemaName = "SecretRotation"

    enum CodingKeys: String, CodingKey {
        case secret
        case overlapSeconds = "overlap_seconds"
    }

    static func definition(in registry: inout SchemaRegistry) -> JSON {
        ObjectSchema("A rotation of a secret.", unknownKeys: .forbidden) {
            Property("secret", String?.self, description: "`whsec_` and base64 of 24 to 64 bytes; made if not given.")
            Property(
                "overlap_seconds",
                Int?.self,
                .range(0...604_800),
                description: "For how long the old one signs beside the new one; 86,400."
            )
        }
        .json(in: &registry)
    }
}

/// `/v1/subscriptions/{id}/secrets`.
struct SecretRoutes: Routes {
    let store: SubscriptionStore

    private static let missing = ResponseDeclaration.problem(404, "No such subscription or secret.")

    var routes: RouteGroup {
        let group = RouteGroup("/subscriptions/{id}/secrets")
        group.get("", .path("id", UUID.self), name: "listSecrets", responses: [Self.missing]) { id in
            SecretList(data: try await store.secrets(of: id, tenant: nil).map(SecretBody.init))
        }
        group.post(
            "/rotate",
            .path("id", UUID.self),
            .body(RotationInput?.self),
            name: "rotateSecret",
            description: "Makes a new secret; the old one signs beside it for the overlap.",
            responses: [Self.missing]
        ) { id, input in
            if let text = input?.secret { try validate(text) }
            return SecretBody(
                try await store.rotateSecret(
                    of: id,
                    tenant: nil,
                    to: input?.secret,
                    overlapSeconds: input?.overlapSeconds ?? 86_400
                )
            )
        }
        group.delete(
            "/{secret_id}",
            .path("id", UUID.self),
            .path("secret_id", UUID.self),
            name: "retireSecret",
            description: "Ends a secret at once; the newest one can't be retired.",
            responses: [Self.missing, .problem(409, "It is the only secret.")]
        ) { id, secret in
            try await store.retireSecret(secret, of: id, tenant: nil)
            return NoContent()
        }
        return group
    }

    private func validate(_ text: String) throws {
        do {
            _ = try WebhookSecret(text)
        } catch {
            throw Refusal.invalid([FieldProblem("/secret", "format", "\(error)")])
        }
    }
}
