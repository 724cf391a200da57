package import JSONSchema

/// Where a parameter travels in a request.
public enum ParameterPlace: String, Sendable, Hashable, CaseIterable {
    /// A segment of the path; always required.
    case path
    /// A field of the query string.
    case query
    /// A header field; its name ignores case.
    case header
    /// A cookie.
    case cookie
}

/// A named value of an operation outside its body (OpenAPI 3.1, section 4.8.12).
package struct Parameter: Sendable {
    package var name: String
    package var place: ParameterPlace
    package var required: Bool
    package var description: String?
    package var deprecated = false
    package var schema: JSON
    package var example: JSON?

    package init(name: String, place: ParameterPlace, required: Bool, schema: JSON) {
        self.name = name
        self.place = place
        self.required = required
        self.schema = schema
    }

    package var json: JSON {
        var members = JSONMembers()
        members.add("name", name)
        members.add("in", place.rawValue)
        members.addFlag("required", required)
        members.add("description", description)
        members.addFlag("deprecated", deprecated)
        members.add("schema", schema)
        members.add("example", example)
        return members.object
    }
}
