import HTTPTypes
import JSONSchema
import OrderedCollections

extension Problem {
    /// 400: the request is malformed.
    public static func badRequest(_ detail: String) -> Problem {
        Problem(status: .badRequest, detail: detail)
    }

    /// 401: no credential, or one that does not hold; `challenge` is the value of `WWW-Authenticate`.
    public static func unauthorized(_ detail: String, challenge: String = "Bearer") -> Problem {
        Problem(status: .unauthorized, detail: detail, headers: [.wwwAuthenticate: challenge])
    }

    /// 403: the caller is known, and may not do this.
    public static func forbidden(_ detail: String) -> Problem {
        Problem(status: .forbidden, detail: detail)
    }

    /// 404: there is nothing of that name, or nothing that the caller may see.
    public static func notFound(_ detail: String) -> Problem {
        Problem(status: .notFound, detail: detail)
    }

    /// 409: the request contradicts the present state.
    public static func conflict(_ detail: String) -> Problem {
        Problem(status: .conflict, detail: detail)
    }

    /// 413: the body exceeds `maximum` bytes.
    public static func contentTooLarge(maximum: Int) -> Problem {
        Problem(status: .contentTooLarge, detail: "The body exceeds \(maximum) bytes, the most that this route takes.")
    }

    /// 415: the body is in a media type that the route does not take.
    public static func unsupportedMediaType(_ detail: String) -> Problem {
        Problem(status: .unsupportedMediaType, detail: detail)
    }

    /// 422: the request is well-formed and invalid; lists every fault.
    public static func unprocessable(_ errors: [InvalidInput], detail: String? = nil) -> Problem {
        let counted = errors.count == 1 ? "The request has 1 fault." : "The request has \(errors.count) faults."
        return Problem(status: .unprocessableContent, detail: detail ?? counted, errors: errors)
    }

    /// 429: too many requests; `retryAfter` is rounded up to seconds.
    public static func tooManyRequests(_ detail: String, retryAfter: Duration) -> Problem {
        Problem(status: .tooManyRequests, detail: detail, headers: Self.retrying(after: retryAfter))
    }

    /// 503: the request cannot be served now; `retryAfter` is rounded up to seconds.
    public static func unavailable(_ detail: String, retryAfter: Duration = .seconds(1)) -> Problem {
        Problem(status: .serviceUnavailable, detail: detail, headers: Self.retrying(after: retryAfter))
    }

    /// 405: the path knows other methods.
    static func methodNotAllowed(allow: String) -> Problem {
        let detail = "This path takes \(allow)."
        return Problem(status: .methodNotAllowed, detail: detail, headers: [.allow: allow])
    }

    /// 500: names the request for whoever reads the logs, and nothing else.
    static func internalError(requestID: String) -> Problem {
        Problem(status: .internalServerError, extensions: ["request_id": .string(requestID)])
    }

    private static func retrying(after duration: Duration) -> HTTPFields {
        let (seconds, attoseconds) = duration.components
        return [.retryAfter: String(max(1, seconds + (attoseconds > 0 ? 1 : 0)))]
    }
}
