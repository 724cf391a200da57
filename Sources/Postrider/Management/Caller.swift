import Outbox

/// Who sent a request, by the API key.
struct Caller: Sendable {
    /// The tenant that the key sees and touches alone; nil for all of them.
    var tenant: String?
    var scopes: Set<Scope>

    /// What a key may be used for.
    enum Scope: String, Sendable, CaseIterable {
        /// Everything may be read but secrets.
        case read
        case eventsWrite = "events:write"
        case subscriptionsWrite = "subscriptions:write"
        case secretsRead = "secrets:read"
        /// Event types are everybody's: only a key without a tenant may change them.
        case eventTypesWrite = "event-types:write"
    }

    /// May everything, everywhere.
    static let theOperator = Caller(tenant: nil, scopes: Set(Scope.allCases))
}

extension Caller {
    /// The tenant whose things a list shows: the key's own, or the one that was asked for, or all.
    ///
    /// Another tenant's do not exist: throws ``Outbox/Refusal/notFound``.
    func tenant(asked: String?) throws -> String? {
        guard let tenant else { return asked }
        guard asked == nil || asked == tenant else { throw Refusal.notFound }
        return tenant
    }

    /// The tenant that something is created in, `default` unless the key or the request says otherwise.
    func tenant(creatingIn asked: String?) throws -> String {
        try tenant(asked: asked) ?? "default"
    }
}

/// The authenticator of all management routes.
typealias ManagementKeys = Authenticator<Caller>

extension Caller {
    /// Recognises the operator's key and the issued ones; every key is compared, so that time tells nothing.
    static func authenticator(operatorKey: OperatorKey, issued: [IssuedKey]) -> ManagementKeys {
        .bearer("PostriderKey", description: "`Authorization: Bearer` with `ADMIN_API_KEY` or a key made from it.") {
            credential,
            _ in
            let known = [IssuedKey(hash: operatorKey.hash, caller: .theOperator)] + issued
            guard let found = known.filter({ $0.hash.matches(credential.token) }).first?.caller else { return nil }
            let missing = credential.scopes.filter { scope in !found.scopes.contains { $0.rawValue == scope } }
            guard missing.isEmpty else {
                throw Problem.forbidden("This key lacks the scope \(missing.joined(separator: ", ")).")
            }
            return found
        }
    }
}

extension Input where Value == Caller {
    /// Who sent the request, who must have the scope.
    static func caller(_ keys: ManagementKeys, _ scope: Caller.Scope) -> Input {
        .principal(keys, scopes: [scope.rawValue])
    }
}
