import Synchronization

/// Webhooks that share a prefix and tags; made in any file or module, nested, and included once.
///
/// ```swift
/// let billing = Webhooks("billing.", tags: ["Billing"])
/// let paid = billing.post("paid", body: Invoice.self)        // emits billing.paid
/// gateway.webhooks.include(billing)
/// ```
public final class Webhooks: Sendable {
    enum Member: Sendable {
        case webhook(WebhookDeclaration)
        case group(Webhooks, DeclarationSite)
    }

    /// What every name of the group starts with; prefixes of nested groups are concatenated as they are.
    public let prefix: String
    let tags: [String]
    let isDeprecated: Bool
    private let members = Mutex<[Member]>([])

    /// Creates a group.
    ///
    /// - Parameters:
    ///   - prefix: What every name starts with, such as `billing.`; plain concatenation.
    ///   - tags: Tags of every webhook, before its own.
    ///   - deprecated: Whether the whole group is.
    public init(_ prefix: String = "", tags: [String] = [], deprecated: Bool = false) {
        self.prefix = prefix
        self.tags = tags
        isDeprecated = deprecated
    }

    /// Declares a webhook that is sent with `POST`.
    public var post: WebhookVerb { verb("POST") }
    /// Declares a webhook that is sent with `PUT`.
    public var put: WebhookVerb { verb("PUT") }
    /// Declares a webhook that is sent with `PATCH`.
    public var patch: WebhookVerb { verb("PATCH") }
    /// Declares a webhook that is sent with `GET`.
    public var get: WebhookVerb { verb("GET") }
    /// Declares a webhook that is sent with `DELETE`.
    public var delete: WebhookVerb { verb("DELETE") }

    /// Takes up a group with all that is or will be declared on it; a group has one place, since its names do.
    public func include(_ group: Webhooks, fileID: StaticString = #fileID, line: UInt = #line) {
        members.withLock { $0.append(.group(group, DeclarationSite(fileID, line))) }
    }

    private func verb(_ method: String) -> WebhookVerb {
        WebhookVerb(method: method) { [self] webhook in
            members.withLock { $0.append(.webhook(webhook)) }
        }
    }

    var declared: [Member] { members.withLock { $0 } }
}
