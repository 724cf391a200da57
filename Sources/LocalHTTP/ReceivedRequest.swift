package import Foundation

/// One HTTP request as it arrived.
package struct ReceivedRequest: Sendable {
    package var method: String
    /// The request target: path and query.
    package var path: String
    /// Names as they were sent, in order.
    package var headers: [(name: String, value: String)]
    package var body: [UInt8]
    /// When its last byte arrived.
    package var arrival: Date

    package init(
        method: String,
        path: String,
        headers: [(name: String, value: String)],
        body: [UInt8],
        arrival: Date
    ) {
        self.method = method
        self.path = path
        self.headers = headers
        self.body = body
        self.arrival = arrival
    }

    /// The first value of a header; names are compared without regard to case (RFC 9110, section 5.1).
    package subscript(header name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    /// The body as text.
    package var text: String { String(decoding: body, as: UTF8.self) }
}
