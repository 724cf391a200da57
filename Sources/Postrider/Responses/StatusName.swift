import HTTPTypes

/// The standard names of status codes, which HTTPTypes knows for its own constants but not for codes as numbers.
enum StatusName {
    static func of(_ status: HTTPResponse.Status) -> String {
        if !status.reasonPhrase.isEmpty {
            return status.reasonPhrase
        }
        return names[status.code] ?? "Status \(status.code)"
    }

    private static let names: [Int: String] = {
        let known: [HTTPResponse.Status] = [
            .ok, .created, .accepted, .noContent, .movedPermanently, .found, .seeOther, .notModified,
            .temporaryRedirect, .permanentRedirect, .badRequest, .unauthorized, .forbidden, .notFound,
            .methodNotAllowed, .notAcceptable, .requestTimeout, .conflict, .gone, .preconditionFailed,
            .contentTooLarge, .unsupportedMediaType, .unprocessableContent, .tooManyRequests, .internalServerError,
            .notImplemented, .badGateway, .serviceUnavailable, .gatewayTimeout,
        ]
        return Dictionary(known.map { ($0.code, $0.reasonPhrase) }, uniquingKeysWith: { first, _ in first })
    }()
}
