import JSONSchema

/// How the text of a parameter becomes JSON, by its schema: text has no types of its own.
indirect enum ParameterShape: Sendable, Equatable {
    case text
    case number
    case boolean
    /// Repeated in the query, separated by commas elsewhere.
    case list(ParameterShape)

    /// Lists of lists have no spelling: what is inside of one is text.
    init(schema: JSON, resolve: (JSON) -> JSON, isElement: Bool = false) {
        let schema = resolve(schema)
        switch Self.type(of: schema, resolve: resolve) {
        case "integer", "number": self = .number
        case "boolean": self = .boolean
        case "array" where !isElement:
            self = .list(ParameterShape(schema: schema["items"] ?? true, resolve: resolve, isElement: true))
        default: self = .text
        }
    }

    /// The first type that is not null, also of alternatives and enumerations.
    private static func type(of schema: JSON, resolve: (JSON) -> JSON) -> String? {
        if let type = schema["type"] {
            return type.stringValue ?? type.arrayValue?.lazy.compactMap(\.stringValue).first { $0 != "null" }
        }
        for keyword in ["anyOf", "oneOf", "allOf"] {
            for alternative in schema[keyword]?.arrayValue ?? [] {
                if let type = type(of: resolve(alternative), resolve: resolve), type != "null" {
                    return type
                }
            }
        }
        if case .number = schema["enum"]?[0] ?? schema["const"] { return "number" }
        return nil
    }

    /// The value that the text spells; what does not fit stays a string, which the schema then refuses.
    func json(_ text: String) -> JSON {
        switch self {
        case .text, .list: .string(text)
        case .number: JSONNumber(text: text).map(JSON.number) ?? .string(text)
        case .boolean: text == "true" ? .bool(true) : text == "false" ? .bool(false) : .string(text)
        }
    }
}
