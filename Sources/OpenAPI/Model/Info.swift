package import JSONSchema
package import OrderedCollections

/// The title, version and provenance of an API (OpenAPI 3.1, section 4.8.2).
package struct Info: Sendable {
    package var title: String
    package var version: String
    package var summary: String?
    package var description: String?
    package var termsOfService: String?
    package var contact: Contact?
    package var license: License?
    package var extensions: OrderedDictionary<String, JSON> = [:]

    package init(title: String, version: String) {
        self.title = title
        self.version = version
    }

    package var json: JSON {
        var members = JSONMembers()
        members.add("title", title)
        members.add("summary", summary)
        members.add("description", description)
        members.add("termsOfService", termsOfService)
        members.add("contact", contact?.json)
        members.add("license", license?.json)
        members.add("version", version)
        members.add(extensions: extensions)
        return members.object
    }
}

/// Whom to ask about an API.
public struct Contact: Sendable, Hashable {
    /// The name of the person or organisation.
    public var name: String?
    /// The address of a page.
    public var url: String?
    /// The address for mail.
    public var email: String?

    /// Creates contact data.
    public init(name: String? = nil, url: String? = nil, email: String? = nil) {
        self.name = name
        self.url = url
        self.email = email
    }

    package var json: JSON {
        var members = JSONMembers()
        members.add("name", name)
        members.add("url", url)
        members.add("email", email)
        return members.object
    }
}

/// The licence of an API.
public struct License: Sendable, Hashable {
    /// The name that a reader sees.
    public var name: String
    /// An SPDX licence expression such as `Apache-2.0`; excludes `url`.
    public var identifier: String?
    /// The address of the licence's text.
    public var url: String?

    /// Creates a licence.
    public init(name: String, identifier: String? = nil, url: String? = nil) {
        self.name = name
        self.identifier = identifier
        self.url = url
    }

    package var json: JSON {
        var members = JSONMembers()
        members.add("name", name)
        members.add("identifier", identifier)
        members.add("url", url)
        return members.object
    }
}
