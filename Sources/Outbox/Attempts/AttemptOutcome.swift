/// What came of one attempt: the receiver's answer, or why there was none.
package enum AttemptOutcome: Sendable, Equatable {
    /// An answer with a final status, 200 to 999: its status decides, a redirect is an answer like any other.
    case response(AttemptResponse)
    /// No complete answer. The detail is one short line for the tenant: bounded, printable, without secrets.
    case failed(AttemptFailure, detail: String)
    /// Ended by the worker's shutdown: never counted.
    case cancelled
}

/// Why an attempt got no complete answer: the bounded label in `attempts.error` and in metrics.
package enum AttemptFailure: String, Sendable, CaseIterable {
    /// The host name did not resolve, or not in time.
    case resolve
    /// The URL or every address that it leads to is refused by the address policy.
    case addressRefused = "address_refused"
    /// No address of the host accepted a connection.
    case connect
    /// No connection, TLS handshake included, within the connect timeout.
    case connectTimeout = "connect_timeout"
    /// The TLS handshake failed: certificate, host name, version.
    case tls
    /// The exchange did not end within its deadline.
    case timeout
    /// The receiver closed or reset the connection before its answer was complete.
    case reset
    /// What the receiver sent is not HTTP/1.1.
    case protocolViolation = "protocol_violation"
    /// The header block of the answer exceeds its limit. A long body is cut off instead, and the status decides.
    case responseTooLarge = "response_too_large"
    /// The request itself can't be sent: its method or a header is malformed or reserved.
    case invalidRequest = "invalid_request"
    /// The worker's own shortage, not the receiver's fault: file descriptors, ports, memory, lookup threads.
    case local
}
