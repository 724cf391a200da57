package import JSONSchema
package import OrderedCollections

/// Collects the members of one object in writing order and leaves out what is absent.
package struct JSONMembers {
    private var members: OrderedDictionary<String, JSON> = [:]

    package init() {}

    /// The collected object.
    package var object: JSON { .object(members) }

    package mutating func add(_ key: String, _ value: String?) {
        members[key] = value.map(JSON.string)
    }

    package mutating func add(_ key: String, _ value: JSON?) {
        members[key] = value
    }

    /// Adds a flag, which is left out when it is false.
    package mutating func addFlag(_ key: String, _ value: Bool) {
        members[key] = value ? .bool(true) : nil
    }

    /// Adds an array, which is left out when it is empty.
    package mutating func add(_ key: String, _ values: [JSON]) {
        members[key] = values.isEmpty ? nil : .array(values)
    }

    /// Adds a map, which is left out when it is empty.
    package mutating func add<Value>(
        _ key: String,
        _ values: OrderedDictionary<String, Value>,
        _ json: (Value) -> JSON
    ) {
        members[key] = values.isEmpty ? nil : .object(values.mapValues(json))
    }

    /// Adds specification extensions, whose names start with `x-`.
    package mutating func add(extensions: OrderedDictionary<String, JSON>) {
        for (key, value) in extensions {
            members[key] = value
        }
    }
}
