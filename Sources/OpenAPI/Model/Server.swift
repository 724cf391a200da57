package import JSONSchema

/// A base address of an API.
public struct Server: Sendable, Hashable {
    /// An absolute URL, or a path that is relative to the document's address.
    public var url: String
    /// What the server is for.
    public var description: String?

    /// Creates a server.
    public init(url: String, description: String? = nil) {
        self.url = url
        self.description = description
    }

    package var json: JSON {
        var members = JSONMembers()
        members.add("url", url)
        members.add("description", description)
        return members.object
    }
}
