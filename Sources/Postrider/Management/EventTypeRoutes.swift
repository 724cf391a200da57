import Foundation
import Outbox

/// A method by its name.
enum MethodName: String, Codable, Sendable, CaseIterable, SchemaRepresentable {
    case post = "POST"
    case put = "PUT"
    case patch = "PATCH"
    case get = "GET"
    case delete = "DELETE"

    static func schema(in registry: inout SchemaRegistry) -> JSON {
        ["type": "string", "enum": .array(allCases.map { .string($0.rawValue) })]
    }
}

/// What becomes of an invalid payload, by its name.
enum ValidationName: String, Codable, Sendable, CaseIterable, SchemaRepresentable {
    case off
    case warn
    case block

    static func schema(in registry: inout SchemaRegistry) -> JSON {
        ["type": "string", "enum": .array(allCases.map { .string($0.rawValue) })]
    }
}

/// An event type as a client declares it.
struct EventTypeInput: SchemaComponent {
    var method: MethodName?
    var summary: String?
    var description: String?
    var schema: JSON?
    var example: JSON?
    var validation: ValidationName?
    var deprecated: Bool?

    static let schemaName = "EventTypeDefinition"

    static func definition(in registry: inout SchemaRegistry) -> JSON {
        ObjectSchema("What is declared of an event type.", unknownKeys: .forbidden) {
            Property("method", MethodName?.self, description: "How deliveries are requested; POST.")
            Property("summary", String?.self, .maxLength(Limits.summaryCharacters))
            Property("description", String?.self, description: "CommonMark.")
            Property("schema", JSON?.self, description: "JSON Schema 2020-12 of the payload.")
            Property("example", JSON?.self, description: "A payload that the schema permits.")
            Property("validation", ValidationName?.self, description: "What becomes of an invalid payload; block.")
            Property("deprecated", Bool?.self)
        }
        .json(in: &registry)
    }

    var definition: EventTypeDefinition {
        EventTypeDefinition(
            method: method.flatMap { EventTypeMethod(rawValue: $0.rawValue) } ?? .post,
            summary: summary,
            description: description,
            schema: schema,
            example: example,
            validation: validation.flatMap { PayloadValidation(rawValue: $0.rawValue) } ?? .block,
            isDeprecated: deprecated ?? false
        )
    }
}

/// An event type as it is shown.
struct EventTypeBody: SchemaComponent {
    var name: String
    var method: MethodName
    var summary: String?
    var description: String?
    var schema: JSON?
    var example: JSON?
    var validation: ValidationName
    var deprecated: Bool
    var source: String
    var declaredBy: String?
    var createdAt: Date
    var updatedAt: Date

    static let schemaName = "EventType"

    enum CodingKeys: String, CodingKey {
        case name
        case method
        case summary
        case description
        case schema
        case example
        case validation
        case deprecated
        case source
        case declaredBy = "declared_by"
        case createdAt = "created_at"
        case updatedAt = "updated_at"
    }

    static func definition(in registry: inout SchemaRegistry) -> JSON {
        ObjectSchema("A declared kind of event.") {
            Property("name", String.self)
            Property("method", MethodName.self)
            Property("summary", String?.self)
            Property("description", String?.self)
            Property("schema", JSON?.self)
            Property("example", JSON?.self)
            Property("validation", ValidationName.self)
            Property("deprecated", Bool.self)
            Property("source", String.self, description: "`code`, `document` or `api`.")
            Property("declared_by", String?.self, description: "The application that declares it in code.")
            Property("created_at", Date.self)
            Property("updated_at", Date.self)
        }
        .json(in: &registry)
    }

    init(_ type: EventType) {
        name = type.name
        method = MethodName(rawValue: type.definition.method.rawValue) ?? .post
        summary = type.definition.summary
        description = type.definition.description
        schema = type.definition.schema
        example = type.definition.example
        validation = ValidationName(rawValue: type.definition.validation.rawValue) ?? .block
        deprecated = type.definition.isDeprecated
        source = type.source.rawValue
        declaredBy = type.declaredBy
        createdAt = type.createdAt
        updatedAt = type.updatedAt
    }
}

/// `/v1/event-types`.
struct EventTypeRoutes: Routes {
    let store: EventTypeStore
    let catalogue: Catalogue

    private static let missing = ResponseDeclaration.problem(404, "No such event type.")
    private static let inCode = ResponseDeclaration.problem(409, "It is declared in an application's code.")

    var routes: RouteGroup {
        let group = RouteGroup("/event-types")
        group.get("", .page, name: "listEventTypes") { page in
            Page(try await store.list(page.request(of: .eventTypes))) { EventTypeBody($0) }
        }
        group.get("/{name}", .path("name", String.self), name: "readEventType", responses: [Self.missing]) { name in
            guard let found = try await store.read(name) else { throw Refusal.notFound }
            return EventTypeBody(found)
        }
        group.put(
            "/{name}",
            .path("name", String.self),
            .body(EventTypeInput.self),
            name: "putEventType",
            description: "Declares or redeclares an event type.",
            responses: [.response(201, "It is new.", body: EventTypeBody.self), Self.inCode]
        ) { name, input in
            let (type, isNew) = try await store.put(name, input.definition)
            catalogue.invalidate()
            return Reply(EventTypeBody(type), status: isNew ? .created : .ok)
        }
        group.delete(
            "/{name}",
            .path("name", String.self),
            name: "deleteEventType",
            responses: [Self.missing, Self.inCode]
        ) { name in
            try await store.delete(name)
            catalogue.invalidate()
            return NoContent()
        }
        return group
    }
}
