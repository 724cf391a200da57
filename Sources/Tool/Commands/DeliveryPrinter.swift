import Foundation
import Glibc
import JSONSchema
import LocalHTTP
import Outbox

/// Words what a receiver got: a line with time, event type, id and the signature's verdict, then the payload.
struct DeliveryPrinter: Sendable {
    let secrets: [WebhookSecret]

    func text(for request: ReceivedRequest) -> String {
        let time = clock(request.arrival)
        let type = request[header: "webhook-event-type"] ?? "\(request.method) \(request.path)"
        let id = request[header: "webhook-id"] ?? "no webhook-id"
        let test = request[header: "webhook-test"] == "true" ? "  (test)" : ""
        return "\(time)  \(clean(type))  \(clean(id))  \(verdict(on: request))\(test)\n\(payload(of: request))"
    }

    private func verdict(on request: ReceivedRequest) -> String {
        guard !secrets.isEmpty else { return "not verified: no secret was given" }
        let headers = Signature.Headers(
            id: request[header: "webhook-id"],
            timestamp: request[header: "webhook-timestamp"],
            signature: request[header: "webhook-signature"]
        )
        do {
            try Signature.verify(headers, body: request.body, secrets: secrets, now: request.arrival)
            return "verified"
        } catch {
            return "NOT VERIFIED: \(error)"
        }
    }

    private func payload(of request: ReceivedRequest) -> String {
        guard !request.body.isEmpty else { return "(no body)" }
        guard let json = try? JSON.parse(request.body) else { return clean(request.text) }
        return json.text(pretty: true)
    }

    /// What a stranger sends must not steer the terminal.
    private func clean(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { $0.properties.generalCategory == .control && $0 != "\n" ? "\u{FFFD}" : $0 }
            )
        )
    }

    /// Hours, minutes, seconds and milliseconds of the machine's time zone.
    private func clock(_ date: Date) -> String {
        let seconds = date.timeIntervalSince1970
        var time = time_t(seconds)
        var parts = tm()
        localtime_r(&time, &parts)
        let milliseconds = Int(seconds * 1000) % 1000
        return [parts.tm_hour, parts.tm_min, parts.tm_sec].map { padded(Int($0), to: 2) }.joined(separator: ":")
            + "." + padded(milliseconds, to: 3)
    }

    private func padded(_ number: Int, to width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
