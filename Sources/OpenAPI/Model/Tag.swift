package import JSONSchema

/// A name that groups operations, with prose for readers.
public struct Tag: Sendable, Hashable {
    /// The name as operations state it.
    public var name: String
    /// What the operations of the group have in common.
    public var description: String?
    /// Where more is written.
    public var externalDocs: ExternalDocumentation?

    /// Creates a tag.
    public init(name: String, description: String? = nil, externalDocs: ExternalDocumentation? = nil) {
        self.name = name
        self.description = description
        self.externalDocs = externalDocs
    }

    package var json: JSON {
        var members = JSONMembers()
        members.add("name", name)
        members.add("description", description)
        members.add("externalDocs", externalDocs?.json)
        return members.object
    }
}

/// A link to documentation elsewhere.
public struct ExternalDocumentation: Sendable, Hashable {
    /// The address of the page.
    public var url: String
    /// What the page holds.
    public var description: String?

    /// Creates a link.
    public init(url: String, description: String? = nil) {
        self.url = url
        self.description = description
    }

    package var json: JSON {
        var members = JSONMembers()
        members.add("description", description)
        members.add("url", url)
        return members.object
    }
}
