package import JSONSchema
package import OrderedCollections

/// The body that an operation takes.
package struct RequestBody: Sendable {
    package var description: String?
    package var required: Bool
    /// By media type.
    package var content: OrderedDictionary<String, MediaType>

    package init(required: Bool, content: OrderedDictionary<String, MediaType>) {
        self.required = required
        self.content = content
    }

    package var json: JSON {
        var members = JSONMembers()
        members.add("description", description)
        members.addFlag("required", required)
        members.add("content", .object(content.mapValues(\.json)))
        return members.object
    }
}
