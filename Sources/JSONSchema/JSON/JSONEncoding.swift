/// The `Encoder` that a value's part sees.
struct JSONEncoding: Encoder {
    let builder: JSONBuilder
    let path: CodingPath

    var codingPath: [any CodingKey] {
        path.keys
    }

    var userInfo: [CodingUserInfoKey: Any] {
        [:]
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        builder.beginObject()
        return KeyedEncodingContainer(KeyedJSONEncoding(builder: builder, path: path))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        builder.beginArray()
        return UnkeyedJSONEncoding(builder: builder, path: path)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer {
        SingleJSONEncoding(builder: builder, path: path)
    }
}

extension JSONEncoding {
    /// Encodes one part of a value.
    static func json<Value: Encodable>(of value: Value, at path: @autoclosure () -> CodingPath) throws -> JSON {
        if let value = value as? any JSONFormatted {
            return try json(formatted: value, at: path())
        }
        let path = path()
        guard path.depth < JSONParser.depthLimit else {
            throw error("nested more than \(JSONParser.depthLimit) levels deep", value, path)
        }
        let builder = JSONBuilder()
        try value.encode(to: JSONEncoding(builder: builder, path: path))
        switch builder.result {
        case .value(let json):
            guard let unordered = Value.self as? any Unordered.Type else { return json }
            return unordered.ordered(json)
        case .nothing:
            throw error("\(Value.self) encodes nothing", value, path)
        case .conflict:
            throw error("\(Value.self) encodes containers of different kinds in one place", value, path)
        }
    }

    /// Encodes a part whose type fixes its form.
    static func json<Value: JSONFormatted>(
        formatted value: Value,
        at path: @autoclosure () -> CodingPath
    ) throws -> JSON {
        do throws(JSONFormatFault) {
            return try value.json()
        } catch {
            throw self.error(error.message, value, path())
        }
    }

    private static func error(_ message: String, _ value: Any, _ path: CodingPath) -> EncodingError {
        .invalidValue(value, EncodingError.Context(codingPath: path.keys, debugDescription: message))
    }
}

struct SingleJSONEncoding: SingleValueEncodingContainer {
    let builder: JSONBuilder
    let path: CodingPath

    var codingPath: [any CodingKey] {
        path.keys
    }

    mutating func encodeNil() {
        builder.set(.null)
    }

    mutating func encode<Value: Encodable>(_ value: Value) throws {
        builder.set(try JSONEncoding.json(of: value, at: path))
    }

    mutating func encode<Value: JSONFormatted>(_ value: Value) throws {
        builder.set(try JSONEncoding.json(formatted: value, at: path))
    }
}

struct UnkeyedJSONEncoding: UnkeyedEncodingContainer {
    let builder: JSONBuilder
    let path: CodingPath

    var codingPath: [any CodingKey] {
        path.keys
    }

    var count: Int {
        builder.elementCount
    }

    mutating func encodeNil() {
        builder.append(.null)
    }

    mutating func encode<Value: Encodable>(_ value: Value) throws {
        builder.append(try JSONEncoding.json(of: value, at: path.appending(count)))
    }

    mutating func encode<Value: JSONFormatted>(_ value: Value) throws {
        builder.append(try JSONEncoding.json(formatted: value, at: path.appending(count)))
    }

    mutating func nestedContainer<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        nested().container(keyedBy: type)
    }

    mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
        nested().unkeyedContainer()
    }

    mutating func superEncoder() -> any Encoder {
        nested()
    }

    private func nested() -> JSONEncoding {
        let path = path.appending(count)
        return JSONEncoding(builder: builder.appendLater(), path: path)
    }
}

struct KeyedJSONEncoding<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let builder: JSONBuilder
    let path: CodingPath

    var codingPath: [any CodingKey] {
        path.keys
    }

    mutating func encodeNil(forKey key: Key) {
        builder.set(.null, for: key.stringValue)
    }

    mutating func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws {
        builder.set(try JSONEncoding.json(of: value, at: path.appending(key)), for: key.stringValue)
    }

    mutating func encode<Value: JSONFormatted>(_ value: Value, forKey key: Key) throws {
        builder.set(try JSONEncoding.json(formatted: value, at: path.appending(key)), for: key.stringValue)
    }

    mutating func nestedContainer<NestedKey: CodingKey>(
        keyedBy type: NestedKey.Type,
        forKey key: Key
    ) -> KeyedEncodingContainer<NestedKey> {
        nested(key).container(keyedBy: type)
    }

    mutating func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        nested(key).unkeyedContainer()
    }

    mutating func superEncoder() -> any Encoder {
        nested(JSONKey.parent)
    }

    mutating func superEncoder(forKey key: Key) -> any Encoder {
        nested(key)
    }

    private func nested(_ key: any CodingKey) -> JSONEncoding {
        JSONEncoding(builder: builder.setLater(key.stringValue), path: path.appending(key))
    }
}
