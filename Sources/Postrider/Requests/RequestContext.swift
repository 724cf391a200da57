import HTTPTypes
public import Logging
public import Postgres

/// What a handler may know of the request beside its inputs, and the gateway's services.
public struct RequestContext: Sendable {
    /// The head of the request.
    public let request: IncomingRequest
    /// The request's name, as in the answer's `x-request-id` field.
    public let requestID: String
    /// A logger that names the request in every line.
    public let logger: Logger
    let services: GatewayServices
    var principals: [String: any Sendable] = [:]

    init(request: IncomingRequest, requestID: String, logger: Logger, services: GatewayServices) {
        self.request = request
        self.requestID = requestID
        self.logger = logger
        self.services = services
    }

    /// The request's W3C trace context, when it has a well-formed one.
    public var traceparent: String? {
        TraceParent.valid(request.headers[.traceparent])
    }

    /// Who was authenticated by a scheme that the route or one of its groups requires; nil when none does.
    public func principal<Principal: Sendable>(of authenticator: Authenticator<Principal>) -> Principal? {
        principals[authenticator.name] as? Principal
    }

    /// The gateway's database; throws a 503 problem when it runs without one.
    public var database: PostgresPool {
        get throws {
            guard let pool = services.pool else {
                throw Problem.unavailable("This gateway runs without a database.")
            }
            return pool
        }
    }

    /// Runs the closure in a transaction: commits when it returns, rolls back when it throws.
    ///
    /// Events that are emitted in it exist if, and only if, it commits.
    public func transaction<Result: Sendable>(
        _ body: (Transaction) async throws -> Result
    ) async throws -> Result {
        try await database.withTransaction(body)
    }
}
