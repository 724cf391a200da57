package import JSONSchema
package import OrderedCollections

/// One method on one path, webhook or callback (OpenAPI 3.1, section 4.8.10).
package struct Operation: Sendable {
    package var tags: [String] = []
    package var summary: String?
    package var description: String?
    package var externalDocs: ExternalDocumentation?
    package var operationID: String?
    package var parameters: [Referable<Parameter>] = []
    package var requestBody: Referable<RequestBody>?
    /// By status code, range (`2XX`) or `default`.
    package var responses: OrderedDictionary<String, Referable<Response>> = [:]
    package var callbacks: OrderedDictionary<String, Callback> = [:]
    package var deprecated = false
    /// Alternatives, of which one must be met; nil inherits the document's.
    package var security: [SecurityRequirement]?
    package var extensions: OrderedDictionary<String, JSON> = [:]

    package init() {}

    package var json: JSON {
        var members = JSONMembers()
        members.add("tags", tags.map(JSON.string))
        members.add("summary", summary)
        members.add("description", description)
        members.add("externalDocs", externalDocs?.json)
        members.add("operationId", operationID)
        members.add("parameters", parameters.map { $0.json(\.json) })
        members.add("requestBody", requestBody?.json(\.json))
        members.add("responses", responses) { $0.json(\.json) }
        members.add("callbacks", callbacks, \.json)
        members.addFlag("deprecated", deprecated)
        members.add("security", security.map { .array($0.map(\.json)) })
        members.add(extensions: extensions)
        return members.object
    }
}
