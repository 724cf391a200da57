package import JSONSchema
package import OrderedCollections

/// The content of a body in one media type.
package struct MediaType: Sendable {
    package var schema: JSON?
    /// Named examples, in order.
    package var examples: OrderedDictionary<String, JSON> = [:]

    package init(schema: JSON?) {
        self.schema = schema
    }

    package var json: JSON {
        var members = JSONMembers()
        members.add("schema", schema)
        members.add("examples", examples) { ["value": $0] }
        return members.object
    }
}
