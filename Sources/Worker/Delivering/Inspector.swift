import Foundation
import JSONSchema
import Logging
import Outbox
import Postgres

/// Validates what plain SQL has written before it is dispatched.
struct Inspector: Sendable {
    let queue: DeliveryQueue
    let catalogue: Catalogue
    let logger: Logger

    /// What an inspection came to.
    struct Result: Sendable {
        /// Events that are free for dispatch now.
        let passed: [UncheckedEvent]
        /// Whether there may be more.
        let isFull: Bool
    }

    /// Frees what its schema allows and moves the rest to `rejected_events` with its errors.
    func inspect(_ buckets: [Int16], as worker: WorkerID) async throws -> Result {
        let events = try await queue.unchecked(in: buckets)
        guard !events.isEmpty else { return Result(passed: [], isFull: false) }
        var passed: [UncheckedEvent] = []
        var rejected: [Rejection] = []
        for event in events {
            switch try await verdict(on: event) {
            case nil: passed.append(event)
            case .some(let rejection): rejected.append(rejection)
            }
        }
        try await queue.settleChecks(passed: passed, rejected: rejected, by: worker)
        for rejection in rejected {
            logger.warning(
                "event rejected",
                metadata: [
                    "event.id": "\(rejection.event.id.uuidString.lowercased())",
                    "reason": "\(rejection.reason.rawValue)",
                ]
            )
        }
        return Result(passed: passed, isFull: events.count == Limits.checkBatch)
    }

    private func verdict(on event: UncheckedEvent) async throws -> Rejection? {
        switch try await catalogue.check(type: event.type, payload: event.payload[...]) {
        case .ok: return nil
        case .warned(let violations):
            logger.warning(
                "event breaks its schema",
                metadata: ["event.id": "\(event.id.uuidString.lowercased())", "violations": "\(violations.count)"]
            )
            return nil
        case .undeclared:
            let error: JSON = ["message": "no webhook of this type is declared"]
            return Rejection(event: event, reason: .undeclared, errors: JSONText(JSON.array([error]).bytes()))
        case .invalid(let violations):
            let errors = violations.map { violation -> JSON in
                [
                    "pointer": .string(violation.instancePointer), "keyword": .string(violation.keyword),
                    "message": .string(violation.message),
                ]
            }
            return Rejection(event: event, reason: .invalid, errors: JSONText(JSON.array(errors).bytes()))
        }
    }
}
