/// A type whose JSON form is fixed here and not by its own `Codable` conformance.
protocol JSONFormatted: Codable {
    func json() throws(JSONFormatFault) -> JSON
    init(json: JSON) throws(JSONFormatFault)
}

/// Why a value has no JSON form, or a JSON value is not the form of a type.
enum JSONFormatFault: Error {
    /// The value is of another kind: `expected` names the wanted one with its article.
    case kind(expected: String, found: JSON)
    /// The value is of the right kind, but not a valid one.
    case value(String)

    var message: String {
        switch self {
        case .kind(let expected, let found): "expected \(expected), found \(found.kindWithArticle)"
        case .value(let message): message
        }
    }
}

extension JSON {
    /// The kind in words, for messages.
    var kindWithArticle: String {
        switch self {
        case .null: "null"
        case .bool: "a boolean"
        case .number: "a number"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }

    func string(_ expected: String) throws(JSONFormatFault) -> String {
        guard case .string(let value) = self else { throw .kind(expected: expected, found: self) }
        return value
    }
}

extension JSON: JSONFormatted {
    func json() -> JSON {
        self
    }

    init(json: JSON) {
        self = json
    }
}

extension JSONNumber: JSONFormatted {
    func json() -> JSON {
        .number(self)
    }

    init(json: JSON) throws(JSONFormatFault) {
        guard case .number(let number) = json else { throw .kind(expected: "a number", found: json) }
        self = number
    }
}

extension Bool: JSONFormatted {
    func json() -> JSON {
        .bool(self)
    }

    init(json: JSON) throws(JSONFormatFault) {
        guard case .bool(let value) = json else { throw .kind(expected: "a boolean", found: json) }
        self = value
    }
}

extension String: JSONFormatted {
    func json() -> JSON {
        .string(self)
    }

    init(json: JSON) throws(JSONFormatFault) {
        self = try json.string("a string")
    }
}
