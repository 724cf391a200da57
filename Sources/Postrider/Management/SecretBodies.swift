import Foundation
import Outbox

/// A secret as it is shown to those who may read it.
struct SecretBody: SchemaComponent {
    var id: UUID
    var secret: String
    var createdAt: Date
    var expiresAt: Date?

    static let schemaName = "Postrider.Secret"

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
            Property(
                "expires_at",
                Date?.self,
                description: "Until when it signs beside the current one, which has none."
            )
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
struct SecretListBody: SchemaComponent {
    var data: [SecretBody]

    static let schemaName = "Postrider.SecretList"

    static func definition(in registry: inout SchemaRegistry) -> JSON {
        ObjectSchema("The secrets that sign now, the current one first.") {
            Property("data", [SecretBody].self)
        }
        .json(in: &registry)
    }
}

/// What a rotation may say.
struct SecretRotationBody: SchemaComponent {
    var secret: String?
    var overlapSeconds: Int?

    static let schemaName = "Postrider.SecretRotation"
    /// A day, in which a receiver can be deployed.
    static let defaultOverlapSeconds = 86_400

    enum CodingKeys: String, CodingKey {
        case secret
        case overlapSeconds = "overlap_seconds"
    }

    static func definition(in registry: inout SchemaRegistry) -> JSON {
        ObjectSchema("A new secret, and how long the old one goes on.", unknownKeys: .forbidden) {
            Property(
                "secret",
                String?.self,
                .writeOnly,
                description: "`whsec_` and the base64 of 24 to 64 bytes; made if not given."
            )
            Property(
                "overlap_seconds",
                Int?.self,
                .range(Limits.secretOverlapSeconds),
                default: defaultOverlapSeconds,
                description: "For how long the old one signs beside the new one."
            )
        }
        .json(in: &registry)
    }
}
