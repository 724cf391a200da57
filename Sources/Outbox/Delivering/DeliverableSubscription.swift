package import Foundation
import JSONSchema
import Postgres

/// A subscription with all that sending to it needs, as of one version.
package struct DeliverableSubscription: Sendable {
    package let id: UUID
    package let tenant: String
    package let bucket: Int16
    package let version: Int
    package let url: String
    package let isActive: Bool
    /// Disabled or deleted: what was leased for it is given up.
    package let isEnded: Bool
    package let ordered: Bool
    package let maximumInFlight: Int
    package let timeout: Duration
    package let judge: Judge
    /// Custom headers and secrets, or why they can't be opened.
    package let credentials: Result<Credentials, SecretBoxError>

    /// What is sealed at rest.
    package struct Credentials: Sendable {
        package let headers: [AttemptHeader]
        /// Newest first, with how long each still signs, counted from when it was loaded.
        package let secrets: [(secret: WebhookSecret, remaining: Duration?)]

        package init(headers: [AttemptHeader], secrets: [(secret: WebhookSecret, remaining: Duration?)]) {
            self.headers = headers
            self.secrets = secrets
        }
    }

    package init(
        id: UUID,
        tenant: String,
        bucket: Int16,
        version: Int,
        url: String,
        isActive: Bool,
        isEnded: Bool,
        ordered: Bool,
        maximumInFlight: Int,
        timeout: Duration,
        judge: Judge,
        credentials: Result<Credentials, SecretBoxError>
    ) {
        self.id = id
        self.tenant = tenant
        self.bucket = bucket
        self.version = version
        self.url = url
        self.isActive = isActive
        self.isEnded = isEnded
        self.ordered = ordered
        self.maximumInFlight = maximumInFlight
        self.timeout = timeout
        self.judge = judge
        self.credentials = credentials
    }
}

extension DeliveryQueue {
    /// Loads subscriptions with their unexpired secrets, opened with the keys of the box.
    package func load(_ subscriptions: [UUID], opening box: SecretBox) async throws -> [DeliverableSubscription] {
        let rows = try await database.query(
            """
            -- outbox.load_subscriptions
            SELECT s.id, s.tenant, s.bucket, s.version, s.url, s.headers, s.state, s.deleted_at IS NOT NULL AS deleted,
              s.ordered, s.max_in_flight, s.timeout_ms, s.max_attempts, s.backoff, k.secrets, k.remaining
            FROM unnest(\(subscriptions)::uuid[]) w(id) JOIN outbox.subscriptions s ON s.id = w.id, LATERAL (
              SELECT array_agg(secret ORDER BY k.created_at DESC, k.id DESC) AS secrets,
                array_agg(extract(epoch FROM k.expires_at - now())::float8 ORDER BY k.created_at DESC, k.id DESC)
                  AS remaining
              FROM outbox.subscription_secrets k
              WHERE k.subscription_id = s.id AND (k.expires_at IS NULL OR k.expires_at > now())) k
            """
        )
        return try rows.map { try DeliverableSubscription($0, opening: box) }
    }
}

extension DeliverableSubscription {
    fileprivate init(_ row: Row, opening box: SecretBox) throws {
        let id: UUID = try row.decode("id")
        let state: String = try row.decode("state")
        let isDeleted: Bool = try row.decode("deleted")
        self.init(
            id: id,
            tenant: try row.decode("tenant"),
            bucket: try row.decode("bucket"),
            version: try row.decode("version"),
            url: try row.decode("url"),
            isActive: state == "active" && !isDeleted,
            isEnded: state == "disabled" || isDeleted,
            ordered: try row.decode("ordered"),
            maximumInFlight: try row.decode("max_in_flight"),
            timeout: .milliseconds(try row.decode("timeout_ms", as: Int.self)),
            judge: Judge(
                maximumAttempts: try row.decode("max_attempts"),
                schedule: RetrySchedule(stored: try row.decode("backoff", as: JSONText?.self)) ?? .standard
            ),
            credentials: try Self.credentials(row, of: id, opening: box)
        )
    }

    private static func credentials(
        _ row: Row,
        of id: UUID,
        opening box: SecretBox
    ) throws -> Result<Credentials, SecretBoxError> {
        let sealed: [Bytea] = try row.decode("secrets") ?? []
        let remaining: [Double?] = try row.decode("remaining") ?? []
        let headers = try row.decode("headers", as: Bytea?.self)?.bytes
        do throws(SecretBoxError) {
            var secrets: [(secret: WebhookSecret, remaining: Duration?)] = []
            for (sealed, remaining) in zip(sealed, remaining) {
                let bytes = try box.open(sealed.bytes, for: .secret(subscription: id))
                guard let secret = try? WebhookSecret(bytes: bytes) else { throw .damaged }
                secrets.append((secret, remaining.map { .seconds($0) }))
            }
            return .success(
                Credentials(headers: try SealedHeaders.open(headers, of: id, in: box), secrets: secrets)
            )
        } catch {
            return .failure(error)
        }
    }
}
