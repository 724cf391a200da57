package import JSONSchema
package import OrderedCollections

/// A way to authenticate (OpenAPI 3.1, section 4.8.27).
public struct SecurityScheme: Sendable {
    /// The kind of the scheme with what that kind needs.
    public enum Kind: Sendable {
        /// `Authorization: Bearer`; the format is a hint for readers, such as `JWT`.
        case bearer(format: String?)
        /// `Authorization: Basic`, RFC 7617.
        case basic
        /// A secret in a query field, a header field or a cookie.
        case apiKey(name: String, place: ParameterPlace)
        /// OAuth 2 flows.
        case oauth2(flows: [OAuthFlow])
        /// OpenID Connect discovery.
        case openIDConnect(url: String)
    }

    /// What the scheme is.
    public var kind: Kind
    /// How to get a credential.
    public var description: String?

    /// Creates a scheme.
    public init(_ kind: Kind, description: String? = nil) {
        self.kind = kind
        self.description = description
    }

    package var json: JSON {
        var members = JSONMembers()
        switch kind {
        case .bearer(let format):
            members.add("type", "http")
            members.add("description", description)
            members.add("scheme", "bearer")
            members.add("bearerFormat", format)
        case .basic:
            members.add("type", "http")
            members.add("description", description)
            members.add("scheme", "basic")
        case .apiKey(let name, let place):
            members.add("type", "apiKey")
            members.add("description", description)
            members.add("name", name)
            members.add("in", place.rawValue)
        case .oauth2(let flows):
            members.add("type", "oauth2")
            members.add("description", description)
            members.add(
                "flows",
                .object(.init(flows.map { ($0.kind.rawValue, $0.json) }, uniquingKeysWith: { first, _ in first }))
            )
        case .openIDConnect(let url):
            members.add("type", "openIdConnect")
            members.add("description", description)
            members.add("openIdConnectUrl", url)
        }
        return members.object
    }
}

/// One OAuth 2 flow with its addresses and scopes.
public struct OAuthFlow: Sendable {
    /// The name of a flow as OpenAPI spells it.
    public enum Kind: String, Sendable {
        /// Token from the authorization endpoint.
        case implicit
        /// Resource owner's password.
        case password
        /// Client credentials, for machines.
        case clientCredentials
        /// Code from the authorization endpoint, exchanged for a token.
        case authorizationCode
    }

    /// Which flow it is.
    public var kind: Kind
    /// Required by `implicit` and `authorizationCode`.
    public var authorizationURL: String?
    /// Required by every flow but `implicit`.
    public var tokenURL: String?
    /// Where tokens are refreshed, when that differs.
    public var refreshURL: String?
    /// Scope names with what they allow, in order.
    public var scopes: [(name: String, description: String)]

    /// Creates a flow.
    public init(
        _ kind: Kind,
        authorizationURL: String? = nil,
        tokenURL: String? = nil,
        refreshURL: String? = nil,
        scopes: [(name: String, description: String)] = []
    ) {
        self.kind = kind
        self.authorizationURL = authorizationURL
        self.tokenURL = tokenURL
        self.refreshURL = refreshURL
        self.scopes = scopes
    }

    package var json: JSON {
        var members = JSONMembers()
        members.add("authorizationUrl", authorizationURL)
        members.add("tokenUrl", tokenURL)
        members.add("refreshUrl", refreshURL)
        members.add(
            "scopes",
            .object(.init(scopes.map { ($0.name, .string($0.description)) }, uniquingKeysWith: { first, _ in first }))
        )
        return members.object
    }
}

/// Schemes that must be met together, with the scopes of each.
package struct SecurityRequirement: Sendable, Hashable {
    package var schemes: OrderedDictionary<String, [String]>

    package init(schemes: OrderedDictionary<String, [String]>) {
        self.schemes = schemes
    }

    package var json: JSON {
        .object(schemes.mapValues { .array($0.map(JSON.string)) })
    }
}
