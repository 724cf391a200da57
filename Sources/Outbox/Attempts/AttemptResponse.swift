/// A receiver's answer, cut to what is kept of it.
package struct AttemptResponse: Sendable, Equatable {
    /// The most header fields that are kept.
    package static let maximumHeaders = 64
    /// The most bytes of header names and values together that are kept; the field that exceeds it ends the list.
    package static let maximumHeaderBytes = 16 * 1024
    /// The most bytes of the body that are kept: `attempts.response_body` is checked against it.
    package static let maximumBodyBytes = 16 * 1024

    /// The final status, 200 to 999.
    package var status: Int
    /// The first header fields in the order of the answer, names as they were sent.
    package var headers: [AttemptHeader]
    /// The first bytes of the body.
    package var body: [UInt8]
    /// Whether the answer's body is longer than `body`.
    package var truncated: Bool

    package init(status: Int, headers: [AttemptHeader] = [], body: [UInt8] = [], truncated: Bool = false) {
        self.status = status
        self.headers = headers
        self.body = body
        self.truncated = truncated
    }

    /// The value of the first field of that name, compared without regard to ASCII case.
    package func header(_ name: String) -> String? {
        headers.first { $0.isNamed(name) }?.value
    }
}
