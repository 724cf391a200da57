/// The `Decoder` that a value's part sees.
struct JSONDecoding: Decoder {
    let json: JSON
    let path: CodingPath

    var codingPath: [any CodingKey] {
        path.keys
    }

    var userInfo: [CodingUserInfoKey: Any] {
        [:]
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        guard case .object(let members) = json else { throw mismatch([String: JSON].self, "an object") }
        return KeyedDecodingContainer(KeyedJSONDecoding(members: members, path: path))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        guard case .array(let elements) = json else { throw mismatch([JSON].self, "an array") }
        return UnkeyedJSONDecoding(elements: elements, path: path)
    }

    func singleValueContainer() -> any SingleValueDecodingContainer {
        SingleJSONDecoding(json: json, path: path)
    }

    private func mismatch(_ type: Any.Type, _ expected: String) -> DecodingError {
        Self.error(.kind(expected: expected, found: json), type, path)
    }
}

extension JSONDecoding {
    /// Decodes one part of a value.
    static func value<Value: Decodable>(
        _ type: Value.Type,
        from json: JSON,
        at path: @autoclosure () -> CodingPath
    ) throws -> Value {
        if let formatted = type as? any JSONFormatted.Type,
            let value = try value(formatted: formatted, from: json, at: path()) as? Value
        {
            return value
        }
        return try Value(from: JSONDecoding(json: json, path: path()))
    }

    /// Decodes a part whose type fixes its form.
    static func value<Value: JSONFormatted>(
        formatted type: Value.Type,
        from json: JSON,
        at path: @autoclosure () -> CodingPath
    ) throws -> Value {
        do throws(JSONFormatFault) {
            return try Value(json: json)
        } catch {
            throw self.error(error, type, path())
        }
    }

    static func error(_ fault: JSONFormatFault, _ type: Any.Type, _ path: CodingPath) -> DecodingError {
        let context = DecodingError.Context(codingPath: path.keys, debugDescription: fault.message)
        return switch fault {
        case .kind(_, found: .null): .valueNotFound(type, context)
        case .kind: .typeMismatch(type, context)
        case .value: .dataCorrupted(context)
        }
    }
}

struct SingleJSONDecoding: SingleValueDecodingContainer {
    let json: JSON
    let path: CodingPath

    var codingPath: [any CodingKey] {
        path.keys
    }

    func decodeNil() -> Bool {
        json.isNull
    }

    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        try JSONDecoding.value(type, from: json, at: path)
    }

    func decode<Value: JSONFormatted>(_ type: Value.Type) throws -> Value {
        try value(type)
    }

    func value<Value: JSONFormatted>(_ type: Value.Type) throws -> Value {
        try JSONDecoding.value(formatted: type, from: json, at: path)
    }
}

struct UnkeyedJSONDecoding: UnkeyedDecodingContainer {
    let elements: [JSON]
    let path: CodingPath
    private(set) var currentIndex = 0

    init(elements: [JSON], path: CodingPath) {
        self.elements = elements
        self.path = path
    }

    var codingPath: [any CodingKey] {
        path.keys
    }

    var count: Int? {
        elements.count
    }

    var isAtEnd: Bool {
        currentIndex == elements.count
    }

    mutating func decodeNil() throws -> Bool {
        guard try current(JSON.self).isNull else { return false }
        currentIndex += 1
        return true
    }

    /// A failure leaves the place as it was, so that an element can be tried as another type.
    mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        let value = try JSONDecoding.value(type, from: try current(type), at: path.appending(currentIndex))
        currentIndex += 1
        return value
    }

    mutating func decode<Value: JSONFormatted>(_ type: Value.Type) throws -> Value {
        try element(type)
    }

    mutating func element<Value: JSONFormatted>(_ type: Value.Type) throws -> Value {
        let value = try JSONDecoding.value(formatted: type, from: try current(type), at: path.appending(currentIndex))
        currentIndex += 1
        return value
    }

    mutating func nestedContainer<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        let container = try nested().container(keyedBy: type)
        currentIndex += 1
        return container
    }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
        let container = try nested().unkeyedContainer()
        currentIndex += 1
        return container
    }

    mutating func superDecoder() throws -> any Decoder {
        let decoder = try nested()
        currentIndex += 1
        return decoder
    }

    private func nested() throws -> JSONDecoding {
        JSONDecoding(json: try current(JSON.self), path: path.appending(currentIndex))
    }

    private func current(_ type: Any.Type) throws -> JSON {
        guard !isAtEnd else {
            let context = DecodingError.Context(
                codingPath: path.appending(currentIndex).keys,
                debugDescription: "expected more than \(elements.count) elements"
            )
            throw DecodingError.valueNotFound(type, context)
        }
        return elements[currentIndex]
    }
}
