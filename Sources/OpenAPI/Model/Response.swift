package import JSONSchema
package import OrderedCollections

/// An answer of an operation.
package struct Response: Sendable {
    /// Required by the specification.
    package var description: String
    package var headers: OrderedDictionary<String, Header> = [:]
    /// By media type; empty for an answer without a body.
    package var content: OrderedDictionary<String, MediaType> = [:]

    package init(description: String) {
        self.description = description
    }

    package var json: JSON {
        var members = JSONMembers()
        members.add("description", description)
        members.add("headers", headers, \.json)
        members.add("content", content, \.json)
        return members.object
    }
}

/// A header field of an answer.
package struct Header: Sendable {
    package var description: String?
    package var required: Bool
    package var schema: JSON

    package init(description: String? = nil, required: Bool = false, schema: JSON) {
        self.description = description
        self.required = required
        self.schema = schema
    }

    package var json: JSON {
        var members = JSONMembers()
        members.add("description", description)
        members.addFlag("required", required)
        members.add("schema", schema)
        return members.object
    }
}
