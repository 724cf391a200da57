import Logging
import Outbox
import Postgres

/// Turns whatever a handler throws into a problem.
///
/// Only a ``Problem`` speaks to the client in its own words. A database that is away is 503, since the same request may
/// succeed later. Everything else is logged and answered without details.
func problem(for error: any Error, requestID: String, logger: Logger) -> Problem {
    switch error {
    case let problem as Problem:
        return problem
    case let error as PostgresError where error.isTransient || error.code == .poolClosed:
        logger.warning("database unavailable", metadata: ["error": "\(error)"])
        return .unavailable("The database cannot be reached or is busy. Nothing is known to be stored; try again.")
    case EmitError.overloaded, EmitError.closed:
        return .unavailable("Too many events wait for the database. The event was not stored; try again.")
    case EmitError.keyConflict:
        return .conflict("The idempotency key was used with another type or payload.")
    case is CancellationError:
        return .unavailable("The request was cut short.")
    default:
        logger.error("request failed", metadata: ["error": "\(String(reflecting: error))"])
        return .internalError(requestID: requestID)
    }
}
