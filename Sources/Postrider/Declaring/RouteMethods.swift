public import HTTPTypes

/// Something that routes are declared on: the gateway or a group.
///
/// ```swift
/// gateway.get("/users/{id}", .path("id", UUID.self), name: "readUser") { id in
///     try await findUser(id)
/// }
/// ```
public protocol RouteMethods: Sendable {
    /// Takes up a route.
    func declare(_ route: RouteDeclaration)
}

extension RouteMethods {
    /// Declares a route for `GET`, which answers `HEAD` too.
    public var get: RouteVerb { on(.get) }
    /// Declares a route for `POST`.
    public var post: RouteVerb { on(.post) }
    /// Declares a route for `PUT`.
    public var put: RouteVerb { on(.put) }
    /// Declares a route for `PATCH`.
    public var patch: RouteVerb { on(.patch) }
    /// Declares a route for `DELETE`.
    public var delete: RouteVerb { on(.delete) }

    /// Declares a route for any method: `gateway.on(.trace)("/path") { ... }`.
    public func on(_ method: HTTPRequest.Method) -> RouteVerb {
        RouteVerb(method: method, declare: declare)
    }
}
