package import JSONSchema
package import OrderedCollections

/// An OpenAPI 3.1 document as values, written in the order of the specification.
package struct Document: Sendable {
    /// The version that is written: the widest understood of the 3.1 line.
    package static let specificationVersion = "3.1.0"

    package var info: Info
    package var servers: [Server] = []
    package var paths: OrderedDictionary<String, PathItem> = [:]
    package var webhooks: OrderedDictionary<String, PathItem> = [:]
    package var components = Components()
    package var security: [SecurityRequirement] = []
    package var tags: [Tag] = []
    package var externalDocs: ExternalDocumentation?
    package var extensions: OrderedDictionary<String, JSON> = [:]

    package init(info: Info) {
        self.info = info
    }

    package var json: JSON {
        var members = JSONMembers()
        members.add("openapi", Self.specificationVersion)
        members.add("info", info.json)
        members.add("servers", servers.map(\.json))
        members.add("paths", .object(paths.mapValues(\.json)))
        members.add("webhooks", webhooks, \.json)
        members.add("components", components.isEmpty ? nil : components.json)
        members.add("security", security.map(\.json))
        members.add("tags", tags.map(\.json))
        members.add("externalDocs", externalDocs?.json)
        members.add(extensions: extensions)
        return members.object
    }

    /// What the linter finds in the document as it is written.
    package var problems: [LintFinding] { Linter.findings(in: json) }
}
