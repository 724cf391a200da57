public import OpenAPI

/// A security scheme with the check that enforces it; routes and groups require it, the document shows it.
///
/// ```swift
/// let keys = Authenticator<Caller>.bearer("ApiKey") { credential, context in
///     try await findCaller(credential.token)
/// }
/// ```
public struct Authenticator<Principal: Sendable>: Sendable {
    /// Finds out who has a credential.
    ///
    /// Nil refuses it with 401. A caller who is known but lacks one of `credential.scopes` is refused with
    /// ``Problem/forbidden(_:)``. The closure compares secrets in constant time.
    public typealias Verification = @Sendable @concurrent (Credential, RequestContext) async throws -> Principal?

    /// The key under `components.securitySchemes`.
    public let name: String
    /// What the document says.
    public let scheme: SecurityScheme
    let verify: Verification

    /// Creates an authenticator for any scheme.
    public init(_ name: String, _ scheme: SecurityScheme, verify: @escaping Verification) {
        self.name = name
        self.scheme = scheme
        self.verify = verify
    }

    /// `Authorization: Bearer <token>`.
    public static func bearer(
        _ name: String,
        format: String? = nil,
        description: String? = nil,
        verify: @escaping Verification
    ) -> Authenticator {
        Authenticator(name, SecurityScheme(.bearer(format: format), description: description), verify: verify)
    }

    /// `Authorization: Basic <user:password>`.
    public static func basic(
        _ name: String,
        description: String? = nil,
        verify: @escaping Verification
    ) -> Authenticator {
        Authenticator(name, SecurityScheme(.basic, description: description), verify: verify)
    }

    /// A key in a header field, a query parameter or a cookie.
    public static func apiKey(
        _ name: String,
        in place: ParameterPlace,
        named parameter: String,
        description: String? = nil,
        verify: @escaping Verification
    ) -> Authenticator {
        let scheme = SecurityScheme(.apiKey(name: parameter, place: place), description: description)
        return Authenticator(name, scheme, verify: verify)
    }

    /// The requirement of this authenticator, for a route or a group whose handlers need not know the principal.
    public func required(scopes: [String] = []) -> SecurityCheck {
        let verify = verify
        return SecurityCheck(name: name, scheme: scheme, scopes: scopes) { credential, context in
            try await verify(credential, context)
        }
    }
}

/// A security scheme that must be satisfied, with the scopes asked for.
public struct SecurityCheck: Sendable {
    let name: String
    let scheme: SecurityScheme
    var scopes: [String]
    let verify: @Sendable @concurrent (Credential, RequestContext) async throws -> (any Sendable)?

    /// Who sent the request; throws a 401 problem when nobody known did.
    func principal(for context: RequestContext) async throws -> any Sendable {
        guard let credential = scheme.credential(in: context.request, scopes: scopes) else {
            throw Problem.unauthorized(
                "This route needs a credential; send it as the scheme \(name) describes.",
                challenge: scheme.challenge(isRefused: false)
            )
        }
        guard let principal = try await verify(credential, context) else {
            throw Problem.unauthorized("The credential is not valid.", challenge: scheme.challenge(isRefused: true))
        }
        return principal
    }

    /// One check per scheme: two that name the same ask for the scopes of both.
    static func merged(_ checks: [SecurityCheck]) -> [SecurityCheck] {
        var merged: [SecurityCheck] = []
        for check in checks {
            if let index = merged.firstIndex(where: { $0.name == check.name }) {
                merged[index].scopes += check.scopes.filter { !merged[index].scopes.contains($0) }
            } else {
                merged.append(check)
            }
        }
        return merged
    }
}

extension Input {
    /// Who sent the request, by this authenticator; without a valid credential the answer is 401 and nothing else is
    /// looked at.
    public static func principal(_ authenticator: Authenticator<Value>, scopes: [String] = []) -> Input {
        Input(parts: [.security(authenticator.required(scopes: scopes))]) { _ in
            { reading in
                guard let principal = reading.context.principal(of: authenticator) else {
                    throw InputFault.missingPrincipal(authenticator.name)
                }
                return principal
            }
        }
    }
}
