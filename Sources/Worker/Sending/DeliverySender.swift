import Outbox

/// Sends one request and tells what came of it.
protocol DeliverySender: Sendable {
    /// Sends the request once and waits for the whole answer.
    ///
    /// The timeout is one deadline over everything: resolution, connection, TLS, request, answer and its body.
    /// When its task is cancelled it returns `.cancelled` at once.
    func send(_ request: DeliveryRequest, timeout: Duration) async -> AttemptOutcome
}

/// One HTTP request to a subscription's URL.
struct DeliveryRequest: Sendable {
    /// The declared method, upper case; the body is sent with every one, GET and DELETE included.
    var method: String
    /// The subscription's URL.
    var target: String
    /// Fields in their order on the wire; `host`, `content-length` and those of the connection are the sender's own.
    var headers: [AttemptHeader]
    var body: [UInt8]

    init(method: String = "POST", target: String, headers: [AttemptHeader] = [], body: [UInt8] = []) {
        self.method = method
        self.target = target
        self.headers = headers
        self.body = body
    }
}
