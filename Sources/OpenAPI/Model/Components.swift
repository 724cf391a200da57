package import JSONSchema
package import OrderedCollections

/// What the rest of a document refers to, by name (OpenAPI 3.1, section 4.8.7).
package struct Components: Sendable {
    package var schemas: OrderedDictionary<String, JSON> = [:]
    package var responses: OrderedDictionary<String, Response> = [:]
    package var parameters: OrderedDictionary<String, Parameter> = [:]
    package var securitySchemes: OrderedDictionary<String, SecurityScheme> = [:]

    package init() {}

    package var isEmpty: Bool {
        schemas.isEmpty && responses.isEmpty && parameters.isEmpty && securitySchemes.isEmpty
    }

    package var json: JSON {
        var members = JSONMembers()
        members.add("schemas", schemas) { $0 }
        members.add("responses", responses, \.json)
        members.add("parameters", parameters, \.json)
        members.add("securitySchemes", securitySchemes, \.json)
        return members.object
    }
}
