import HTTPTypes
import Logging

/// Answers requests: finds the endpoint, runs it, and turns every error into a problem.
struct Responder: Sendable {
    let table: RouteTable<Endpoint>
    let services: GatewayServices
    let crossOrigin: CrossOrigin?
    let logger: Logger

    /// The answer to a request; never fails.
    func respond(to request: IncomingRequest) async -> OutgoingResponse {
        let requestID = RequestID.make(from: request.headers[.requestID])
        var logger = logger
        logger[metadataKey: "request.id"] = .string(requestID)
        let context = RequestContext(request: request, requestID: requestID, logger: logger, services: services)
        var response: OutgoingResponse
        do {
            response = try await tracing(context) { try await answer(request, context) }
        } catch {
            response = problem(for: error, requestID: requestID, logger: logger).response
        }
        response.headers[.requestID] = requestID
        crossOrigin?.decorate(&response, to: request)
        if request.method == .head {
            response.headers[.contentLength] = String(response.body.count)
            response.body = []
        }
        return response
    }

    private func answer(_ request: IncomingRequest, _ context: RequestContext) async throws -> OutgoingResponse {
        switch table.match(request.method, request.path) {
        case .endpoint(let endpoint, let pathValues):
            return try await endpoint.respond(in: context, pathValues: pathValues)
        case .otherMethods(let methods) where request.method == .options:
            return OutgoingResponse(status: .noContent, headers: [.allow: methods.allow])
        case .otherMethods(let methods):
            throw Problem.methodNotAllowed(allow: methods.allow)
        case .nothing:
            throw Problem.notFound("There is nothing at this path.")
        case .malformed:
            throw Problem.badRequest("The path is malformed: \"%\" must start two hexadecimal digits of UTF-8.")
        }
    }

    /// Events that the request emits carry its trace context.
    private func tracing(
        _ context: RequestContext,
        _ serve: () async throws -> OutgoingResponse
    ) async throws -> OutgoingResponse {
        guard let traceparent = context.traceparent else {
            return try await serve()
        }
        return try await TraceParent.$current.withValue(traceparent) { try await serve() }
    }
}
