public import HTTPTypes
public import JSONSchema
public import OrderedCollections

/// The declaration of a route, short of its path, inputs and handler: what `gateway.get` is before it is called.
public struct RouteVerb: Sendable {
    let method: HTTPRequest.Method
    let declare: @Sendable (RouteDeclaration) -> Void

    /// Declares a route.
    ///
    /// - Parameters:
    ///   - path: The path below the group's, with variables as `{name}`. A slash at the end makes no difference.
    ///   - inputs: What the handler takes from the request, in the order of its arguments.
    ///   - name: The operationId, such as `readUsers`; derived from method and path when absent.
    ///   - summary: A few words; made of the name's when absent.
    ///   - description: Prose, in CommonMark.
    ///   - tags: Groups that the operation belongs to, after those of its groups.
    ///   - status: The status of the result; 200 when absent, 204 for ``NoContent``.
    ///   - responses: Further answers, and descriptions of the result's.
    ///   - security: What the client must satisfy, beside what groups require.
    ///   - deprecated: Whether clients should stop using it.
    ///   - hidden: Whether the document leaves it out.
    ///   - bodyLimit: The most bytes of a body; the gateway's limit when absent.
    ///   - extensions: Members of the operation whose names start with `x-`.
    ///   - fileID: Where the route is declared, for the messages of boot checks.
    ///   - line: Where the route is declared.
    ///   - handler: Serves a request; throws ``Problem`` to refuse it.
    public func callAsFunction<each Value: Sendable, Output: Encodable & SchemaRepresentable & Sendable>(
        _ path: String,
        _ inputs: repeat Input<each Value>,
        name: String? = nil,
        summary: String? = nil,
        description: String? = nil,
        tags: [String] = [],
        status: HTTPResponse.Status? = nil,
        responses: [ResponseDeclaration] = [],
        security: [SecurityCheck] = [],
        deprecated: Bool = false,
        hidden: Bool = false,
        bodyLimit: Int? = nil,
        extensions: OrderedDictionary<String, JSON> = [:],
        fileID: StaticString = #fileID,
        line: UInt = #line,
        handler: @escaping @Sendable @concurrent (repeat each Value) async throws -> Output
    ) {
        let options = RouteOptions(
            name: name,
            summary: summary,
            description: description,
            tags: tags,
            status: status,
            responses: responses,
            security: security,
            isDeprecated: deprecated,
            isHidden: hidden,
            bodyLimit: bodyLimit,
            extensions: extensions
        )
        let site = DeclarationSite(fileID, line)
        declare(RouteDeclaration(method, path, repeat each inputs, options: options, site: site, handler: handler))
    }
}
