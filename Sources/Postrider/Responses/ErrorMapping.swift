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
    case EmitError.refused:
        return .unprocessable([
            InvalidInput(in: .body, pointer: "", keyword: "content", message: "the database refuses this text: U+0000?")
        ])
    case Refusal.notFound:
        return .notFound("There is nothing here, or nothing that this key may see.")
    case Refusal.conflict(let reason):
        return .conflict(reason)
    case Refusal.invalid(let problems):
        return .unprocessable(
            problems.map { InvalidInput(in: .body, pointer: $0.pointer, keyword: $0.keyword, message: $0.message) }
        )
    case is CancellationError:
        return .unavailable("The request was cut short.")
    default:
        logger.error("request failed", metadata: ["error": "\(String(reflecting: error))"])
        return .internalError(requestID: requestID)
    }
}
