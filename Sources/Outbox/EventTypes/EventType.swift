package import Foundation
package import JSONSchema

/// A declared kind of event.
package struct EventType: Sendable, Hashable {
    /// What ``EventTypeName`` permits.
    package var name: String
    package var definition: EventTypeDefinition
    package var source: EventTypeSource
    /// The application whose start declares it; nobody else may change it then.
    package var declaredBy: String?
    /// The release of that application.
    package var release: String?
    package var createdAt: Date
    package var updatedAt: Date
}

/// What is declared of an event type.
package struct EventTypeDefinition: Sendable, Hashable {
    /// How deliveries are requested.
    package var method: EventTypeMethod
    /// One line.
    package var summary: String?
    /// Prose in Markdown.
    package var description: String?
    /// The JSON Schema 2020-12 of the payload as it is sent; `nil` lets every payload pass.
    package var schema: JSON?
    /// A payload for tests and documentation; the schema permits it.
    package var example: JSON?
    /// What becomes of a payload that the schema forbids.
    package var validation: PayloadValidation
    package var isDeprecated: Bool

    package init(
        method: EventTypeMethod = .post,
        summary: String? = nil,
        description: String? = nil,
        schema: JSON? = nil,
        example: JSON? = nil,
        validation: PayloadValidation = .block,
        isDeprecated: Bool = false
    ) {
        self.method = method
        self.summary = summary
        self.description = description
        self.schema = schema
        self.example = example
        self.validation = validation
        self.isDeprecated = isDeprecated
    }
}

/// The method of a delivery's request.
package enum EventTypeMethod: String, Sendable, CaseIterable {
    case post = "POST"
    case put = "PUT"
    case patch = "PATCH"
    case get = "GET"
    case delete = "DELETE"
}

/// What becomes of a payload that its schema forbids.
package enum PayloadValidation: String, Sendable, CaseIterable {
    /// It is not checked.
    case off
    /// It is recorded, and what is wrong with it is logged.
    case warn
    /// It is refused.
    case block
}

/// Where an event type comes from.
package enum EventTypeSource: String, Sendable, CaseIterable {
    /// A declaration in an application's code.
    case code
    /// An OpenAPI document.
    case document
    /// The HTTP API.
    case api
}
