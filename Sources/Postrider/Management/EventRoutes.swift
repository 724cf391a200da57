import Foundation
import HTTPTypes
import Outbox

/// `/v1/events`.
struct EventRoutes: Routes {
    let events: EventStore
    let deliveries: DeliveryStore
    let catalogue: Catalogue
    let emitter: EventEmitter

    /// Bytes of a batch's body.
    static let batchBytes = 4 * 1024 * 1024
    /// Bytes of a single event's body: a payload and room for its members.
    static let eventBytes = Limits.payloadBytes + 16 * 1024

    private static let replayed = HTTPField.Name("Idempotent-Replayed")
    private static let missing = ResponseDeclaration.problem(404, "No such event.")

    var routes: RouteGroup {
        let group = RouteGroup("/events")
        group.post(
            "",
            .rawBody(EventInput.self),
            .header(
                "idempotency-key",
                String?.self,
                .minLength(1),
                .maxLength(255),
                description: "A repetition with the same body answers the first event."
            ),
            .context,
            name: "emitEvent",
            description: "Records an event. The answer comes after the commit.",
            status: .accepted,
            responses: [.problem(409, "The idempotency key was used with another event.")],
            bodyLimit: Self.eventBytes
        ) { body, key, context in
            try await emit(body, key: key, context)
        }
        group.post(
            "/batch",
            .rawBody(EventBatchInput.self),
            .context,
            name: "emitEvents",
            description: "Records all of the events, or none.",
            status: .accepted,
            bodyLimit: Self.batchBytes
        ) { body, context in
            try await emit(batch: body, context)
        }
        group.get(
            "",
            .page,
            .query("type", String?.self),
            .query("tenant", String?.self),
            .query("since", Date?.self),
            .query("until", Date?.self),
            name: "listEvents"
        ) { page, type, tenant, since, until in
            let filter = EventFilter(tenant: tenant, type: type, window: TimeWindow(since: since, until: until))
            return Page(try await events.list(filter, page.request(of: .events))) { EventReceipt($0) }
        }
        group.get("/{id}", .path("id", UUID.self), name: "readEvent", responses: [Self.missing]) { id in
            guard let detail = try await events.read(id, tenant: nil) else { throw Refusal.notFound }
            return try EventBody(detail)
        }
        group.get(
            "/{id}/deliveries",
            .path("id", UUID.self),
            .page,
            name: "listEventDeliveries",
            responses: [Self.missing]
        ) { id, page in
            Page(try await deliveries.list(of: id, tenant: nil, page.request(of: .deliveries))) { DeliveryBody($0) }
        }
        return group
    }

    private func emit(
        _ body: RawBody<EventInput>,
        key: String?,
        _ context: RequestContext
    ) async throws -> Reply<EventReceipt> {
        let payload = body.bytes(of: "payload") ?? []
        let event = NewEvent(
            type: body.value.type,
            tenant: body.value.tenant ?? "default",
            payload: payload,
            traceparent: context.traceparent
        )
        try await check([(event, body.value.payload, "")])
        let emitted = try await emitter.emit(event, key: key)
        var headers: HTTPFields = [:]
        if emitted.isReplay, let name = Self.replayed { headers[name] = "true" }
        return Reply(EventReceipt(event, emitted), status: .accepted, headers: headers)
    }

    private func emit(
        batch body: RawBody<EventBatchInput>,
        _ context: RequestContext
    ) async throws -> EventBatchReceipt {
        let texts = Self.payloads(in: body.bytes)
        let new = zip(body.value.events, texts)
            .map { input, payload in
                NewEvent(
                    type: input.type,
                    tenant: input.tenant ?? "default",
                    payload: payload,
                    traceparent: context.traceparent
                )
            }
        try await check(
            zip(new, body.value.events).enumerated()
                .map { ($0.element.0, $0.element.1.payload, "/events/\($0.offset)") }
        )
        let emitted = try await emitter.emitAll(new)
        return EventBatchReceipt(data: zip(new, emitted).map { EventReceipt($0, $1) })
    }

    /// The exact bytes of each event's payload, as the client wrote them.
    private static func payloads(in bytes: [UInt8]) -> [[UInt8]] {
        guard let events = JSON.members(of: bytes[...]).first(where: { $0.key == "events" }) else { return [] }
        return JSON.elements(of: bytes[events.range])
            .map { element in
                let payload = JSON.members(of: bytes[element]).first { $0.key == "payload" }
                return payload.map { Array(bytes[$0.range]) } ?? []
            }
    }

    /// Every fault of every event, at its place in the body.
    private func check(_ events: [(event: NewEvent, payload: JSON, place: String)]) async throws {
        let snapshot = try await catalogue.snapshot(knowing: Set(events.map(\.event.type)))
        var faults: [InvalidInput] = []
        for (event, payload, place) in events {
            if event.payload.count > Limits.payloadBytes {
                let message = "it has \(event.payload.count) bytes; at most \(Limits.payloadBytes) are recorded"
                faults.append(
                    InvalidInput(in: .body, pointer: "\(place)/payload", keyword: "maxLength", message: message)
                )
            }
            if event.type.hasPrefix("postrider.") {
                let message = "types that start with `postrider.` are Postrider's own: choose another name"
                faults.append(InvalidInput(in: .body, pointer: "\(place)/type", keyword: "reserved", message: message))
            }
            switch snapshot.check(type: event.type, payload: payload) {
            case .ok, .warned: break
            case .undeclared:
                let message = "no event type of this name is declared: PUT /v1/event-types/{name} declares one"
                faults.append(InvalidInput(in: .body, pointer: "\(place)/type", keyword: "declared", message: message))
            case .invalid(let violations):
                faults += violations.map { InvalidInput($0, in: .body, below: "\(place)/payload") }
            }
        }
        guard faults.isEmpty else { throw Problem.unprocessable(faults) }
    }
}
