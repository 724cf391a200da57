import Foundation
import Outbox
import Testing

@testable import Worker

struct DeliveryRequestTests {
    private static let date = Date(timeIntervalSince1970: 1_614_265_330.9)

    private func request(
        _ content: EventContent = .sample(),
        _ delivery: LeasedDelivery = .sample(),
        headers: [AttemptHeader] = [],
        secrets: [(secret: WebhookSecret, remaining: Duration?)] = [],
        loadedSince: Duration = .zero
    ) -> DeliveryRequest {
        DeliveryRequest(
            content,
            of: delivery,
            to: .sample(),
            with: DeliverableSubscription.Credentials(headers: headers, secrets: secrets),
            loadedSince: loadedSince,
            at: Self.date
        )
    }

    private func values(_ request: DeliveryRequest, _ name: String) -> [String] {
        request.headers.filter { $0.isNamed(name) }.map(\.value)
    }

    @Test func carriesTheStoredBytesToTheURL() {
        let request = request(.sample("{\"b\":1, \"a\":2}", method: "PUT"))
        #expect(request.method == "PUT")
        #expect(request.target == "https://example.com/hook")
        #expect(request.body == Array("{\"b\":1, \"a\":2}".utf8))
        #expect(values(request, "content-type") == ["application/json"])
        #expect(values(request, "user-agent") == ["Postrider/\(Release.version)"])
    }

    @Test func namesTheEventAndTheAttemptsTime() {
        let event = UUID()
        let request = request(.sample(type: "order.paid"), .sample(event: event))
        #expect(values(request, "webhook-id") == [event.uuidString.lowercased()])
        #expect(values(request, "webhook-timestamp") == ["1614265330"])
        #expect(values(request, "webhook-event-type") == ["order.paid"])
    }

    @Test func theIDIsTheSameOnEveryRetry() {
        let event = UUID()
        let (first, second) = (
            request(.sample(), .sample(event: event)), request(.sample(), .sample(event: event, attempt: 7))
        )
        #expect(values(first, "webhook-id") == values(second, "webhook-id"))
    }

    @Test func isSignedWithEverySecret() throws {
        let secrets = [WebhookSecret.generate(), .generate()]
        let request = request(secrets: secrets.map { ($0, nil) })
        let signature = try #require(values(request, "webhook-signature").first)
        #expect(signature.split(separator: " ").count == 2)
        let headers = Signature.Headers(
            id: values(request, "webhook-id").first,
            timestamp: values(request, "webhook-timestamp").first,
            signature: signature
        )
        for secret in secrets {
            try Signature.verify(headers, body: request.body, secrets: [secret], now: Self.date)
        }
        #expect(throws: (any Error).self) {
            try Signature.verify(headers, body: request.body, secrets: [.generate()], now: Self.date)
        }
    }

    /// A secret's rest was counted when it was loaded; it goes on expiring in the cache.
    @Test func anExpiredSecretNoLongerSigns() throws {
        let (kept, expired) = (WebhookSecret.generate(), WebhookSecret.generate())
        let secrets: [(secret: WebhookSecret, remaining: Duration?)] = [(kept, nil), (expired, .seconds(60))]
        func count(after loadedSince: Duration) -> Int {
            let request = request(secrets: secrets, loadedSince: loadedSince)
            return values(request, "webhook-signature").first?.split(separator: " ").count ?? 0
        }
        #expect(count(after: .seconds(59)) == 2)
        #expect(count(after: .seconds(60)) == 1)
        #expect(count(after: .seconds(3_600)) == 1)
    }

    @Test func onlyATestSaysSo() {
        #expect(values(request(.sample(), .sample(isTest: true)), "webhook-test") == ["true"])
        #expect(values(request(), "webhook-test").isEmpty)
    }

    @Test func theTraceIsTheEmittingRequests() {
        let trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
        #expect(values(request(.sample(traceparent: trace)), "traceparent") == [trace])
        #expect(values(request(), "traceparent").isEmpty)
    }

    @Test func theSubscriptionsHeadersComeLast() {
        let own = [
            AttemptHeader(name: "X-Api-Key", value: "k"), AttemptHeader(name: "authorization", value: "Bearer t"),
        ]
        let request = request(headers: own)
        #expect(request.headers.suffix(2) == own)
    }

    /// What the request says of itself can't be said by a custom header as well.
    @Test func itsOwnHeadersAreForbiddenToSubscriptions() {
        let content = EventContent.sample(traceparent: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
        let request = request(content, .sample(isTest: true), secrets: [(.generate(), nil)])
        #expect(request.headers.count == 8)
        for header in request.headers {
            let isForbidden =
                HeaderRules.forbiddenNames.contains(header.name)
                || header.name.hasPrefix(HeaderRules.forbiddenPrefix)
            #expect(isForbidden, "\(header.name)")
        }
        #expect(Set(request.headers.map { $0.name.lowercased() }).count == request.headers.count)
    }
}
