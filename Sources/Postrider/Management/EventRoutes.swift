import Foundation
import HTTPTypes
import Outbox

/// `/events`.
struct EventRoutes: Routes {
    let events: EventStore
    let deliveries: DeliveryStore
    let recording: EventRecording
    let keys: ManagementKeys

    private static let missing = ResponseDeclaration.problem(404, "No such event.")
    private static let foreign = ResponseDeclaration.problem(404, "The key belongs to another tenant.")
    private static let replayed = HTTPField.Name("idempotent-replayed")

    var routes: RouteGroup {
        let group = RouteGroup("/events")
        declareRecording(on: group)
        declareReading(on: group)
        return group
    }

    private func declareRecording(on group: RouteGroup) {
        group.post(
            "",
            .caller(keys, .eventsWrite),
            .rawBody(NewEventBody.self),
            .header(
                "idempotency-key",
                String?.self,
                .minLength(1),
                .maxLength(255),
                description: "Repeating it with the same type and payload records nothing and answers the first event."
            ),
            .context,
            name: "postriderEmitEvent",
            summary: "Emit Event",
            description: """
                Records an event; the answer comes after the commit. Its payload is checked against the schema of its \
                type. The answer to a repetition has the header `Idempotent-Replayed: true`.
                """,
            status: .accepted,
            responses: [Self.foreign, .problem(409, "The idempotency key was used with another type or payload.")],
            bodyLimit: EventRecording.eventBytes
        ) { caller, body, key, context in
            try await emit(body, key: key, by: caller, in: context)
        }
        group.post(
            "/batch",
            .caller(keys, .eventsWrite),
            .rawBody(NewEventsBody.self),
            .context,
            name: "postriderEmitEvents",
            summary: "Emit Events",
            description: "Records up to 1,000 events of at most 4 MiB in one transaction: all of them, or none.",
            status: .accepted,
            responses: [Self.foreign],
            bodyLimit: EventRecording.batchBytes
        ) { caller, body, context in
            try await emitAll(body, by: caller, in: context)
        }
    }

    private func declareReading(on group: RouteGroup) {
        group.get(
            "",
            .caller(keys, .read),
            .page,
            .eventType("type", description: "Only those of this type."),
            .tenant,
            .window,
            name: "postriderListEvents",
            summary: "List Events",
            description: "Lists events without their payloads, the newest first.",
            responses: [Self.foreign]
        ) { caller, page, type, tenant, window in
            let filter = EventFilter(tenant: try caller.tenant(asked: tenant), type: type, window: window)
            return ManagementList(try await page.list(.events) { try await events.list(filter, $0) }) {
                EventSummaryBody($0)
            }
        }
        group.get(
            "/{id}",
            .caller(keys, .read),
            .path("id", UUID.self),
            name: "postriderReadEvent",
            summary: "Read Event",
            description: "Shows an event with its payload and how far it has come.",
            responses: [Self.missing]
        ) { caller, id in
            guard let detail = try await events.read(id, tenant: caller.tenant) else { throw Refusal.notFound }
            return EventReply(detail)
        }
        group.get(
            "/{id}/deliveries",
            .caller(keys, .read),
            .path("id", UUID.self),
            .page,
            name: "postriderListDeliveriesOfEvent",
            summary: "List Deliveries of Event",
            responses: [Self.missing]
        ) { caller, id, page in
            let found = try await page.list(.deliveries) {
                try await deliveries.list(of: id, tenant: caller.tenant, $0)
            }
            return ManagementList(found) { DeliveryBody($0) }
        }
    }

    private func emit(
        _ body: RawBody<NewEventBody>,
        key: String?,
        by caller: Caller,
        in context: RequestContext
    ) async throws -> Reply<RecordedEventBody> {
        let candidate = EventRecording.Candidate(
            event: NewEvent(
                type: body.value.type,
                tenant: try caller.tenant(creatingIn: body.value.tenant),
                payload: body.bytes(of: "payload") ?? [],
                traceparent: context.traceparent
            ),
            payload: body.value.payload,
            pointer: ""
        )
        let emitted = try await recording.record(candidate, key: key, logger: context.logger)
        var headers: HTTPFields = [:]
        if emitted.isReplay, let name = Self.replayed { headers[name] = "true" }
        return Reply(RecordedEventBody(candidate.event, emitted), headers: headers)
    }

    private func emitAll(
        _ body: RawBody<NewEventsBody>,
        by caller: Caller,
        in context: RequestContext
    ) async throws -> RecordedEventsBody {
        let payloads = Self.payloads(in: body.bytes)
        let candidates = try zip(body.value.events, payloads).enumerated()
            .map { index, pair in
                EventRecording.Candidate(
                    event: NewEvent(
                        type: pair.0.type,
                        tenant: try caller.tenant(creatingIn: pair.0.tenant),
                        payload: pair.1,
                        traceparent: context.traceparent
                    ),
                    payload: pair.0.payload,
                    pointer: "/events/\(index)"
                )
            }
        let emitted = try await recording.record(candidates, logger: context.logger)
        return RecordedEventsBody(data: zip(candidates, emitted).map { RecordedEventBody($0.event, $1) })
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
}
