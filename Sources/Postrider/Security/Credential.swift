import Foundation
import HTTPTypes
import OpenAPI

/// What a client sent to authenticate itself.
public struct Credential: Sendable {
    /// The bearer token, the API key, or the password.
    public let token: String
    /// The user of `Authorization: Basic`; nil for other schemes.
    public let username: String?
    /// The scopes that the route asks for.
    public let scopes: [String]
}

extension SecurityScheme {
    /// The credential that the request carries under this scheme; nil when it carries none.
    func credential(in request: IncomingRequest, scopes: [String]) -> Credential? {
        switch kind {
        case .bearer, .oauth2, .openIDConnect:
            return Self.authorization("bearer", of: request)
                .map {
                    Credential(token: $0, username: nil, scopes: scopes)
                }
        case .basic:
            return Self.authorization("basic", of: request).flatMap { Self.basic($0, scopes: scopes) }
        case .apiKey(let name, let place):
            return Self.apiKey(name, place, of: request).map { Credential(token: $0, username: nil, scopes: scopes) }
        }
    }

    /// The value of `WWW-Authenticate` (RFC 9110, section 11.6.1; RFC 6750, section 3).
    func challenge(isRefused: Bool) -> String {
        switch kind {
        case .bearer, .oauth2, .openIDConnect: isRefused ? "Bearer error=\"invalid_token\"" : "Bearer"
        case .basic: "Basic realm=\"gateway\", charset=\"UTF-8\""
        case .apiKey: "ApiKey"
        }
    }

    /// What follows the scheme's name in `Authorization`; the name ignores case.
    private static func authorization(_ scheme: String, of request: IncomingRequest) -> String? {
        guard let field = request.headers[.authorization] else {
            return nil
        }
        let parts = field.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == scheme else {
            return nil
        }
        let token = parts[1].trimmingSpaces
        return token.isEmpty ? nil : String(token)
    }

    /// RFC 7617, section 2: base64 of `user:password`, UTF-8.
    private static func basic(_ text: String, scopes: [String]) -> Credential? {
        guard let data = Data(base64Encoded: text), let pair = String(validating: data, as: UTF8.self) else {
            return nil
        }
        guard let colon = pair.firstIndex(of: ":") else {
            return nil
        }
        return Credential(
            token: String(pair[pair.index(after: colon)...]),
            username: String(pair[..<colon]),
            scopes: scopes
        )
    }

    private static func apiKey(_ name: String, _ place: ParameterPlace, of request: IncomingRequest) -> String? {
        switch place {
        case .header: HTTPField.Name(name).flatMap { request.headers[$0] }
        case .cookie: NamedValues(cookies: request.headers[.cookie]).values(of: name).first
        // A malformed query is the parameters' to report.
        case .query: (try? NamedValues(query: request.query))?.values(of: name).first
        case .path: nil
        }
    }
}
