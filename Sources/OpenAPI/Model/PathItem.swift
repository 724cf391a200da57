package import JSONSchema
package import OrderedCollections

/// The operations of one path or webhook, by method.
package struct PathItem: Sendable {
    /// Method names of a path item, in the specification's order.
    package static let methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"]

    package var summary: String?
    package var description: String?
    /// By method, lower case.
    package var operations: OrderedDictionary<String, Operation> = [:]

    package init() {}

    package var json: JSON {
        var members = JSONMembers()
        members.add("summary", summary)
        members.add("description", description)
        for (method, operation) in operations {
            members.add(method, operation.json)
        }
        return members.object
    }
}

/// Requests that an operation makes to an address it was given: path items by runtime expression.
package struct Callback: Sendable {
    package var items: OrderedDictionary<String, PathItem>

    package init(items: OrderedDictionary<String, PathItem>) {
        self.items = items
    }

    package var json: JSON { .object(items.mapValues(\.json)) }
}
