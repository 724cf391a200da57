import Foundation
import Outbox

extension DeliveryRequest {
    /// The request of one attempt: the stored bytes, signed with every secret that has not expired.
    init(
        _ content: EventContent,
        of delivery: LeasedDelivery,
        to subscription: DeliverableSubscription,
        with credentials: DeliverableSubscription.Credentials,
        loadedSince: Duration,
        at date: Date
    ) {
        let id = delivery.event.uuidString.lowercased()
        let timestamp = Int(date.timeIntervalSince1970)
        let secrets = credentials.secrets.filter { $0.remaining.map { $0 > loadedSince } ?? true }.map(\.secret)
        let signature = Signature.header(id: id, timestamp: timestamp, body: content.payload, secrets: secrets)
        var headers = [
            AttemptHeader(name: "content-type", value: "application/json"),
            AttemptHeader(name: "user-agent", value: "Postrider/\(Release.version)"),
            AttemptHeader(name: "webhook-id", value: id),
            AttemptHeader(name: "webhook-timestamp", value: String(timestamp)),
            AttemptHeader(name: "webhook-signature", value: signature),
            AttemptHeader(name: "webhook-event-type", value: content.type),
        ]
        if delivery.isTest { headers.append(AttemptHeader(name: "webhook-test", value: "true")) }
        if let traceparent = content.traceparent {
            headers.append(AttemptHeader(name: "traceparent", value: traceparent))
        }
        self.init(
            method: content.method,
            target: subscription.url,
            headers: headers + credentials.headers,
            body: content.payload
        )
    }
}
