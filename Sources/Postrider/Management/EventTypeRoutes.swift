import Foundation
import Outbox

/// `/event-types`.
struct EventTypeRoutes: Routes {
    let store: EventTypeStore
    let catalogue: Catalogue
    let keys: ManagementKeys

    private static let missing = ResponseDeclaration.problem(404, "No such event type.")
    private static let inCode = ResponseDeclaration.problem(409, "An application declares it: change it there.")
    private static let name = Input<String>
        .path(
            "name",
            description: "The event type's name; a `/` in it is written `%2F`."
        )

    var routes: RouteGroup {
        let group = RouteGroup("/event-types")
        declareReading(on: group)
        declareChanging(on: group)
        return group
    }

    private func declareReading(on group: RouteGroup) {
        group.get(
            "",
            .caller(keys, .read),
            .page,
            name: "postriderListEventTypes",
            summary: "List Event Types",
            description: "Lists the catalogue, which all tenants share, the newest first."
        ) { _, page in
            ManagementList(try await page.list(.eventTypes) { try await store.list($0) }) { EventTypeBody($0) }
        }
        group.get(
            "/{name}",
            .caller(keys, .read),
            Self.name,
            name: "postriderReadEventType",
            summary: "Read Event Type",
            responses: [Self.missing]
        ) { _, name in
            guard EventTypeName.isValid(name), let found = try await store.read(name) else { throw Refusal.notFound }
            return EventTypeBody(found)
        }
    }

    private func declareChanging(on group: RouteGroup) {
        group.put(
            "/{name}",
            .caller(keys, .eventTypesWrite),
            Self.name,
            .body(EventTypeDefinitionBody.self),
            name: "postriderPutEventType",
            summary: "Put Event Type",
            description: "Declares an event type, or replaces what was declared.",
            responses: [
                .response(200, "It was there and has been replaced."),
                .response(201, "It is new.", body: EventTypeBody.self),
                .problem(404, "The key belongs to a tenant."),
                Self.inCode,
            ]
        ) { caller, name, body in
            try await put(name, body.definition, by: caller)
        }
        group.delete(
            "/{name}",
            .caller(keys, .eventTypesWrite),
            Self.name,
            name: "postriderDeleteEventType",
            summary: "Delete Event Type",
            description:
                "Takes an event type out of the catalogue. Its events stay, and so do subscriptions that name it.",
            responses: [Self.missing, Self.inCode]
        ) { caller, name in
            guard caller.tenant == nil, EventTypeName.isValid(name) else { throw Refusal.notFound }
            try await store.delete(name)
            catalogue.invalidate()
            return NoContent()
        }
    }

    private func put(
        _ name: String,
        _ definition: EventTypeDefinition,
        by caller: Caller
    ) async throws -> Reply<EventTypeBody> {
        guard caller.tenant == nil else { throw Refusal.notFound }
        let faults =
            EventTypeStore.nameProblems(name).map { InvalidInput($0, in: .path) }
            + definition.problems().map { InvalidInput($0, in: .body) }
        guard faults.isEmpty else { throw Problem.unprocessable(faults) }
        let (type, isNew) = try await store.put(name, definition)
        catalogue.invalidate()
        return Reply(EventTypeBody(type), status: isNew ? .created : .ok)
    }
}
