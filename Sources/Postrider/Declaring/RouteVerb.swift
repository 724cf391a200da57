import HTTPTypes

/// The declaration of a route, short of its path, inputs and handler: what `gateway.get` is before it is called.
///
/// A call states, in this order:
///
/// - the path below the group's, with variables as `{name}`; a slash at the end makes no difference;
/// - the inputs, up to ten: what the handler takes from the request, in the order of its arguments;
/// - `name`: the operationId, such as `readUsers`; derived from method and path when absent;
/// - `summary`: a few words; made of the name's when absent;
/// - `description`: prose, in CommonMark;
/// - `tags`: groups that the operation belongs to, after those of its groups;
/// - `status`: the status of the result; 200 when absent, 204 for ``NoContent``;
/// - `responses`: further answers, and descriptions of the result's;
/// - `security`: what the client must satisfy, beside what groups require;
/// - `deprecated`: whether clients should stop using it;
/// - `hidden`: whether the document leaves it out;
/// - `bodyLimit`: the most bytes of a body; the gateway's limit when absent;
/// - `extensions`: members of the operation whose names start with `x-`;
/// - the handler, which serves a request and throws ``Problem`` to refuse it.
public struct RouteVerb: Sendable {
    let method: HTTPRequest.Method
    let declare: @Sendable (RouteDeclaration) -> Void
}
