import Foundation
import JSONSchema
import Logging
import Outbox
import Postgres
import Synchronization

/// Carries one delivery through an attempt: send, judge, finish; then its slot is free.
struct Courier: Sendable {
    let tenure: Tenure
    let sender: any DeliverySender
    let finisher: Finisher
    let logger: Logger

    /// Makes the attempt and writes its result.
    func deliver(_ delivery: LeasedDelivery, to entry: SubscriptionCache.Entry) async {
        let subscription = entry.subscription
        guard let content = delivery.content else {
            return await giveUp(delivery, .dead(.expired), error: "event_pruned")
        }
        if subscription.isEnded, !delivery.isTest { return await giveUp(delivery, .dead(.disabled)) }
        guard tenure.mayStart(), subscription.isActive || delivery.isTest else {
            return await giveUp(delivery, .cancelled)
        }
        let startedAt = Date()
        let clock = ContinuousClock.now
        let outcome: AttemptOutcome
        switch subscription.credentials {
        case .success(let credentials):
            let request = DeliveryRequest(
                content,
                of: delivery,
                to: subscription,
                with: credentials,
                loadedSince: clock - entry.loadedAt,
                at: startedAt
            )
            outcome = await sender.send(request, timeout: subscription.timeout)
        case .failure(let error):
            outcome = .failed(.local, detail: "\(error)")
        }
        let latency = ContinuousClock.now - clock
        var generator = SystemRandomNumberGenerator()
        let verdict = subscription.judge.verdict(
            on: outcome,
            in: Judge.Circumstances(
                attempt: delivery.attempt - delivery.attemptBase,
                age: delivery.age + latency,
                isTest: delivery.isTest,
                now: startedAt
            ),
            using: &generator
        )
        await finish(
            FinishedAttempt(delivery, verdict: verdict, outcome: outcome, latency: latency, startedAt: startedAt)
        )
    }

    /// Ends a delivery without an attempt: it is over, or given back.
    func giveUp(_ delivery: LeasedDelivery, _ verdict: Verdict, error: String? = nil) async {
        await finish(
            FinishedAttempt(
                event: delivery.event,
                subscription: delivery.subscription,
                attempt: delivery.attempt,
                verdict: verdict,
                error: error,
                startedAt: Date()
            )
        )
    }

    private func finish(_ attempt: FinishedAttempt) async {
        var metadata: Logger.Metadata = [
            "event.id": "\(attempt.event.uuidString.lowercased())",
            "subscription.id": "\(attempt.subscription.uuidString.lowercased())",
            "attempt.number": "\(attempt.attempt)",
            "outcome": "\(attempt.verdict)",
        ]
        if let status = attempt.status { metadata["status"] = "\(status)" }
        if let error = attempt.error { metadata["error"] = "\(error)" }
        if let latency = attempt.latency { metadata["latency_ms"] = "\(latency.milliseconds)" }
        do {
            let held = try await finisher.finish(attempt)
            if !held { metadata["lease"] = "lost" }
            logger.info(attempt.latency == nil ? "delivery given up" : "delivery attempted", metadata: metadata)
        } catch {
            // The lease stays with this worker's number: it is taken back when the worker is buried, and sent again.
            metadata["cause"] = "\(String(reflecting: error))"
            logger.error("result not written", metadata: metadata)
        }
    }
}

extension FinishedAttempt {
    fileprivate init(
        _ delivery: LeasedDelivery,
        verdict: Verdict,
        outcome: AttemptOutcome,
        latency: Duration,
        startedAt: Date
    ) {
        var attempt = FinishedAttempt(
            event: delivery.event,
            subscription: delivery.subscription,
            attempt: delivery.attempt,
            verdict: verdict,
            latency: latency,
            startedAt: startedAt
        )
        switch outcome {
        case .response(let answer):
            attempt.status = answer.status
            guard verdict != .delivered else { break }
            attempt.error = "status_\(answer.status)"
            attempt.responseHeaders = JSONText(Self.headers(of: answer).bytes())
            attempt.responseBody = answer.body
        case .failed(let failure, let detail):
            // PostgreSQL's text holds no NUL.
            attempt.error = "\(failure.rawValue): \(detail)".replacing("\0", with: "")
        case .cancelled:
            break
        }
        self = attempt
    }

    private static func headers(of answer: AttemptResponse) -> JSON {
        .array(answer.headers.map { .array([.string($0.name.replacing("\0", with: "")), .string($0.value)]) })
    }
}
