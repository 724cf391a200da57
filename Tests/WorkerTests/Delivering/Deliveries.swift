import Foundation
import Outbox

@testable import Worker

extension LeasedDelivery {
    /// A delivery of a test, its first attempt unless said otherwise.
    static func sample(
        event: UUID = UUID(),
        of subscription: UUID = UUID(),
        attempt: Int = 1,
        base: Int = 0,
        age: Duration = .zero,
        isTest: Bool = false,
        version: Int = 1,
        content: EventContent? = .sample()
    ) -> LeasedDelivery {
        LeasedDelivery(
            event: event,
            subscription: subscription,
            attempt: attempt,
            attemptBase: base,
            age: age,
            isTest: isTest,
            subscriptionVersion: version,
            content: content
        )
    }
}

extension EventContent {
    static func sample(
        _ payload: String = "{}",
        type: String = "order.paid",
        method: String = "POST",
        traceparent: String? = nil
    ) -> EventContent {
        EventContent(type: type, method: method, payload: Array(payload.utf8), traceparent: traceparent)
    }
}

extension DeliverableSubscription {
    static func sample(
        id: UUID = UUID(),
        version: Int = 1,
        isActive: Bool = true,
        isEnded: Bool = false,
        maximumAttempts: Int = 13,
        credentials: Result<Credentials, SecretBoxError> = .success(Credentials(headers: [], secrets: []))
    ) -> DeliverableSubscription {
        DeliverableSubscription(
            id: id,
            tenant: "default",
            bucket: 5,
            version: version,
            url: "https://example.com/hook",
            isActive: isActive,
            isEnded: isEnded,
            ordered: false,
            maximumInFlight: 16,
            timeout: .seconds(15),
            judge: Judge(maximumAttempts: maximumAttempts),
            credentials: credentials
        )
    }
}
