import Foundation
import Outbox

/// One HTTP request for a delivery.
struct AttemptBody: SchemaComponent {
    var number: Int
    var outcome: AttemptResult
    var status: Int?
    var error: String?
    var latencyMilliseconds: Int?
    var startedAt: Date
    var requestHeaders: [[String]]
    var responseHeaders: JSON?
    var responseBody: String?

    static let schemaName = "Postrider.Attempt"

    enum CodingKeys: String, CodingKey {
        case number
        case outcome
        case status
        case error
        case latencyMilliseconds = "latency_ms"
        case startedAt = "started_at"
        case requestHeaders = "request_headers"
        case responseHeaders = "response_headers"
        case responseBody = "response_body"
    }

    static func definition(in registry: inout SchemaRegistry) -> JSON {
        ObjectSchema("One HTTP request for a delivery.") {
            Property("number", Int.self, description: "From 1, over all replays.")
            Property("outcome", AttemptResult.self)
            Property("status", Int?.self, description: "Absent when there was no answer.")
            Property("error", String?.self, description: "Why it failed.")
            Property("latency_ms", Int?.self, description: "The time of the whole exchange.")
            Property("started_at", Date.self)
            Property(
                "request_headers",
                [[String]].self,
                description: "Pairs of name and value: those that Postrider sets, but for the signature."
            )
            Property("response_headers", JSON?.self, description: "Pairs of name and value; kept of failures.")
            Property("response_body", String?.self, description: "The first 16 KiB; kept of failures.")
        }
        .json(in: &registry)
    }

    init(_ attempt: Attempt) {
        number = attempt.number
        outcome = attempt.outcome
        status = attempt.status
        error = attempt.error
        latencyMilliseconds = attempt.latencyMilliseconds
        startedAt = attempt.startedAt
        requestHeaders = attempt.requestHeaders.map { [$0.name, $0.value] }
        responseHeaders = attempt.responseHeaders
        responseBody = attempt.responseBody.map { String(decoding: $0, as: UTF8.self) }
    }
}
