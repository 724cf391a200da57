/// A route, compiled: what runs for each of its requests.
struct Endpoint: Sendable {
    /// The path as declared, for logs and metrics.
    let path: String
    let security: [SecurityCheck]
    let body: BodyReader?
    let runner: RouteDeclaration.Runner

    /// Serves one request: who sent it, then its body, then its inputs, then the handler.
    func respond(
        in context: RequestContext,
        pathValues: [(name: String, value: String)]
    ) async throws -> OutgoingResponse {
        var context = context
        for check in security {
            context.principals[check.name] = try await check.principal(for: context)
        }
        let body = try await body?.read(context.request)
        var reading = RequestReading(context: context, pathValues: pathValues, body: body)
        return try await runner(&reading)
    }
}
