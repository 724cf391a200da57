import Synchronization

/// Routes that share a prefix, tags, security and documented answers; made anywhere and included once.
///
/// ```swift
/// let users = RouteGroup("/users", tags: ["Users"])
/// users.get("/") { ["Rick", "Morty"] }
/// gateway.include(users)
/// ```
public final class RouteGroup: RouteMethods {
    enum Member: Sendable {
        case route(RouteDeclaration)
        case group(RouteGroup)
    }

    /// What every route of the group starts with; prefixes of nested groups are concatenated as they are.
    public let prefix: String
    let tags: [String]
    let responses: [ResponseDeclaration]
    let security: [SecurityCheck]
    let isDeprecated: Bool
    let isHidden: Bool
    let site: DeclarationSite
    private let members = Mutex<[Member]>([])

    /// Creates a group.
    ///
    /// - Parameters:
    ///   - prefix: What every path starts with, such as `/v1`; plain concatenation.
    ///   - tags: Tags of every operation, before its own.
    ///   - responses: Answers of every operation; an operation's own declaration of the same status wins.
    ///   - security: What every request must satisfy.
    ///   - deprecated: Whether the whole group is.
    ///   - hidden: Whether the document leaves the whole group out.
    ///   - fileID: Where the group is declared, for the messages of boot checks.
    ///   - line: Where the group is declared.
    public init(
        _ prefix: String = "",
        tags: [String] = [],
        responses: [ResponseDeclaration] = [],
        security: [SecurityCheck] = [],
        deprecated: Bool = false,
        hidden: Bool = false,
        fileID: StaticString = #fileID,
        line: UInt = #line
    ) {
        self.prefix = prefix
        self.tags = tags
        self.responses = responses
        self.security = security
        isDeprecated = deprecated
        isHidden = hidden
        site = DeclarationSite(fileID, line)
    }

    /// Takes up a route.
    public func declare(_ route: RouteDeclaration) {
        members.withLock { $0.append(.route(route)) }
    }

    /// Takes up a group with all that is or will be declared on it.
    public func include(_ group: RouteGroup) {
        members.withLock { $0.append(.group(group)) }
    }

    /// Takes up the routes of a type.
    public func include(_ routes: some Routes) {
        include(routes.routes)
    }

    var declared: [Member] { members.withLock { $0 } }
}

/// A type that declares routes, for a file or a module of them.
public protocol Routes: Sendable {
    /// The routes, as one group.
    var routes: RouteGroup { get }
}
