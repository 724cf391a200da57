import HTTPTypes
import JSONSchema

/// A route as it was declared; made by the methods of ``RouteMethods``.
public struct RouteDeclaration: Sendable {
    /// What is compiled at start and runs for each request.
    typealias Runner = @Sendable (inout RequestReading) async throws -> OutgoingResponse

    let method: HTTPRequest.Method
    var path: String
    let parts: [InputPart]
    var options: RouteOptions
    let result: ResultDeclaration
    let site: DeclarationSite
    let makeRunner: @Sendable (inout InputCompiler) throws -> Runner
}

/// What a handler returns, for the document.
struct ResultDeclaration: Sendable {
    var status: HTTPResponse.Status
    /// Nil when there is no body to document.
    var contentType: String?
    var schema: SchemaWriter
    var examples: ExampleWriter
}
