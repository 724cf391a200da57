import Foundation
import Outbox

/// An event type as a client declares it.
struct EventTypeDefinitionBody: SchemaComponent {
    var method: EventTypeMethod?
    var summary: String?
    var description: String?
    var schema: JSON?
    var example: JSON?
    var validation: PayloadValidation?
    var deprecated: Bool?

    static let schemaName = "Postrider.EventTypeDefinition"

    static func definition(in registry: inout SchemaRegistry) -> JSON {
        ObjectSchema("What is declared of an event type.", unknownKeys: .forbidden) {
            Property("method", EventTypeMethod?.self, default: .post, description: "How deliveries are requested.")
            Property("summary", String?.self, .maxLength(Limits.summaryCharacters), description: "One line.")
            Property("description", String?.self, description: "Prose in CommonMark.")
            Property("schema", JSON?.self, description: "The JSON Schema 2020-12 of the payload as it is sent.")
            Property("example", JSON?.self, description: "A payload that the schema permits, for tests and documents.")
            Property(
                "validation",
                PayloadValidation?.self,
                default: .block,
                description: "What becomes of a payload that the schema forbids: `warn` logs it, `block` refuses it."
            )
            Property("deprecated", Bool?.self, default: false)
        }
        .json(in: &registry)
    }

    var definition: EventTypeDefinition {
        EventTypeDefinition(
            method: method ?? .post,
            summary: summary,
            description: description,
            schema: schema,
            example: example,
            validation: validation ?? .block,
            isDeprecated: deprecated ?? false
        )
    }
}

/// An event type as it is shown.
struct EventTypeBody: SchemaComponent {
    var name: String
    var method: EventTypeMethod
    var summary: String?
    var description: String?
    var schema: JSON?
    var example: JSON?
    var validation: PayloadValidation
    var deprecated: Bool
    var source: EventTypeSource
    var declaredBy: String?
    var release: String?
    var createdAt: Date
    var updatedAt: Date

    static let schemaName = "Postrider.EventType"

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
        case release
        case createdAt = "created_at"
        case updatedAt = "updated_at"
    }

    static func definition(in registry: inout SchemaRegistry) -> JSON {
        ObjectSchema("A declared kind of event.") {
            Property("name", String.self)
            Property("method", EventTypeMethod.self)
            Property("summary", String?.self)
            Property("description", String?.self)
            Property("schema", JSON?.self)
            Property("example", JSON?.self)
            Property("validation", PayloadValidation.self)
            Property("deprecated", Bool.self)
            Property("source", EventTypeSource.self)
            Property("declared_by", String?.self, description: "The application that declares it when it starts.")
            Property("release", String?.self, description: "That application's release.")
            Property("created_at", Date.self)
            Property("updated_at", Date.self)
        }
        .json(in: &registry)
    }

    init(_ type: EventType) {
        name = type.name
        method = type.definition.method
        summary = type.definition.summary
        description = type.definition.description
        schema = type.definition.schema
        example = type.definition.example
        validation = type.definition.validation
        deprecated = type.definition.isDeprecated
        source = type.source
        declaredBy = type.declaredBy
        release = type.release
        createdAt = type.createdAt
        updatedAt = type.updatedAt
    }
}
