public import HTTPTypes
public import JSONSchema

/// Sends requests to a gateway in the same process, without a socket.
public struct TestClient: Sendable {
    let responder: Responder

    /// Sends a request with any body; the target is the path with its query, such as `/users/?limit=3`.
    @discardableResult
    public func execute(
        _ method: HTTPRequest.Method,
        _ target: String,
        headers: HTTPFields = [:],
        body: [UInt8] = []
    ) async throws -> TestResponse {
        let request = IncomingRequest(method: method, target: target, headers: headers, body: .bytes(body))
        let response = await responder.respond(to: request)
        return TestResponse(status: response.status, headers: response.headers, body: response.body)
    }

    /// Sends a request with a JSON body, or without one.
    @discardableResult
    public func execute(
        _ method: HTTPRequest.Method,
        _ target: String,
        headers: HTTPFields = [:],
        json: JSON?
    ) async throws -> TestResponse {
        var headers = headers
        if json != nil && headers[.contentType] == nil {
            headers[.contentType] = "application/json"
        }
        return try await execute(method, target, headers: headers, body: json?.bytes() ?? [])
    }

    /// Sends `GET`.
    @discardableResult
    public func get(_ target: String, headers: HTTPFields = [:]) async throws -> TestResponse {
        try await execute(.get, target, headers: headers)
    }

    /// Sends `POST`.
    @discardableResult
    public func post(_ target: String, headers: HTTPFields = [:], json: JSON? = nil) async throws -> TestResponse {
        try await execute(.post, target, headers: headers, json: json)
    }

    /// Sends `PUT`.
    @discardableResult
    public func put(_ target: String, headers: HTTPFields = [:], json: JSON? = nil) async throws -> TestResponse {
        try await execute(.put, target, headers: headers, json: json)
    }

    /// Sends `PATCH`.
    @discardableResult
    public func patch(_ target: String, headers: HTTPFields = [:], json: JSON? = nil) async throws -> TestResponse {
        try await execute(.patch, target, headers: headers, json: json)
    }

    /// Sends `DELETE`.
    @discardableResult
    public func delete(_ target: String, headers: HTTPFields = [:], json: JSON? = nil) async throws -> TestResponse {
        try await execute(.delete, target, headers: headers, json: json)
    }
}

/// The answer to a test's request.
public struct TestResponse: Sendable {
    /// The status.
    public let status: HTTPResponse.Status
    /// The header fields.
    public let headers: HTTPFields
    /// The bytes of the body.
    public let body: [UInt8]

    /// The body as text.
    public var text: String { String(decoding: body, as: UTF8.self) }

    /// The body as JSON; throws when it is none.
    public var json: JSON {
        get throws { try JSON.parse(body) }
    }

    /// The body as a value; throws when it is none of that type.
    public func decode<Value: Decodable>(_ type: Value.Type = Value.self) throws -> Value {
        try JSONValueDecoder().decode(type, from: json)
    }
}
