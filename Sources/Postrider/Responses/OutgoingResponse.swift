import HTTPTypes
import JSONSchema

/// An answer on its way out.
struct OutgoingResponse: Sendable {
    var status: HTTPResponse.Status
    var headers: HTTPFields
    var body: [UInt8]

    init(status: HTTPResponse.Status, headers: HTTPFields = [:], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    static func json(
        _ json: JSON,
        status: HTTPResponse.Status,
        headers: HTTPFields = [:],
        contentType: String = "application/json"
    ) -> OutgoingResponse {
        var response = OutgoingResponse(status: status, headers: headers, body: json.bytes())
        response.headers[.contentType] = contentType
        return response
    }
}
