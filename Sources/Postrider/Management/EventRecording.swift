import Logging
import Outbox

/// Checks events that clients send, all faults at once, and records them.
struct EventRecording: Sendable {
    let catalogue: Catalogue
    let emitter: EventEmitter

    /// The most events of a batch.
    static let maximumEvents = 1_000
    /// Bytes of a batch's body.
    static let batchBytes = 4 * 1_024 * 1_024
    /// Bytes of a single event's body: a payload and room for the members around it.
    static let eventBytes = Limits.payloadBytes + 16 * 1_024

    /// An event of a request.
    struct Candidate: Sendable {
        var event: NewEvent
        var payload: JSON
        /// Where it is in the body, as a JSON pointer.
        var pointer: String
    }

    /// Records one; with a key, a repetition answers the first.
    func record(_ candidate: Candidate, key: String?, logger: Logger) async throws -> EmittedEvent {
        try await check([candidate], logger: logger)
        return try await emitter.emit(candidate.event, key: key)
    }

    /// Records all of them, or none.
    func record(_ candidates: [Candidate], logger: Logger) async throws -> [EmittedEvent] {
        guard candidates.count <= Self.maximumEvents else {
            throw Problem(
                status: .contentTooLarge,
                detail: "There are \(candidates.count) events; a batch has at most \(Self.maximumEvents)."
            )
        }
        try await check(candidates, logger: logger)
        return try await emitter.emitAll(candidates.map(\.event))
    }

    private func check(_ candidates: [Candidate], logger: Logger) async throws {
        try refuseTooLarge(candidates)
        let snapshot = try await catalogue.snapshot(knowing: Set(candidates.map(\.event.type)))
        let faults = candidates.flatMap { candidate in
            tenantFaults(candidate) + typeFaults(candidate, in: snapshot, logger: logger)
        }
        guard faults.isEmpty else { throw Problem.unprocessable(Array(faults.prefix(Self.maximumEvents))) }
    }

    private func refuseTooLarge(_ candidates: [Candidate]) throws {
        let faults = candidates.filter { $0.event.payload.count > Limits.payloadBytes }
            .map { candidate in
                InvalidInput(
                    in: .body,
                    pointer: "\(candidate.pointer)/payload",
                    keyword: "maxLength",
                    message:
                        "it has \(candidate.event.payload.count) bytes; at most \(Limits.payloadBytes) are recorded"
                )
            }
        guard faults.isEmpty else {
            throw Problem(status: .contentTooLarge, detail: "A payload is too large.", errors: faults)
        }
    }

    private func tenantFaults(_ candidate: Candidate) -> [InvalidInput] {
        let tenant = candidate.event.tenant
        var problems = TenantName.problems(in: tenant, at: "\(candidate.pointer)/tenant")
        if tenant == TenantName.reserved {
            problems.append(
                FieldProblem("\(candidate.pointer)/tenant", "not", "this tenant's events are Postrider's own")
            )
        }
        return problems.map { InvalidInput($0, in: .body) }
    }

    private func typeFaults(
        _ candidate: Candidate,
        in snapshot: CatalogueSnapshot,
        logger: Logger
    ) -> [InvalidInput] {
        let type = candidate.event.type
        func fault(_ keyword: String, _ message: String) -> [InvalidInput] {
            [InvalidInput(in: .body, pointer: "\(candidate.pointer)/type", keyword: keyword, message: message)]
        }
        guard !EventTypeName.isReserved(type) else {
            return fault("not", "types that start with \(EventTypeName.reservedPrefix) are Postrider's own")
        }
        switch snapshot.check(type: type, payload: candidate.payload) {
        case .ok:
            return []
        case .warned(let violations):
            logger.warning(
                "payload breaks its schema",
                metadata: ["event.type": "\(type)", "violations": "\(violations.count)"]
            )
            return []
        case .undeclared:
            return fault("declared", "no event type of this name is declared; GET /event-types lists those that are")
        case .invalid(let violations):
            return violations.map { InvalidInput($0, in: .body, below: "\(candidate.pointer)/payload") }
        }
    }
}

extension InvalidInput {
    init(_ problem: FieldProblem, in place: Place) {
        self.init(in: place, pointer: problem.pointer, keyword: problem.keyword, message: problem.message)
    }
}
