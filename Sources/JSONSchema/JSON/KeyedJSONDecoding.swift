import OrderedCollections

struct KeyedJSONDecoding<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let members: OrderedDictionary<String, JSON>
    let path: CodingPath

    var codingPath: [any CodingKey] {
        path.keys
    }

    var allKeys: [Key] {
        members.keys.compactMap { Key(stringValue: $0) }
    }

    func contains(_ key: Key) -> Bool {
        members.index(forKey: key.stringValue) != nil
    }

    func decodeNil(forKey key: Key) throws -> Bool {
        try member(key).isNull
    }

    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
        try JSONDecoding.value(type, from: try member(key), at: path.appending(key))
    }

    func decode<Value: JSONFormatted>(_ type: Value.Type, forKey key: Key) throws -> Value {
        try value(type, of: key)
    }

    func value<Value: JSONFormatted>(_ type: Value.Type, of key: Key) throws -> Value {
        try JSONDecoding.value(formatted: type, from: try member(key), at: path.appending(key))
    }

    func nestedContainer<NestedKey: CodingKey>(
        keyedBy type: NestedKey.Type,
        forKey key: Key
    ) throws -> KeyedDecodingContainer<NestedKey> {
        try nested(key).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try nested(key).unkeyedContainer()
    }

    func superDecoder() -> any Decoder {
        JSONDecoding(json: members[JSONKey.parent.stringValue] ?? .null, path: path.appending(JSONKey.parent))
    }

    func superDecoder(forKey key: Key) -> any Decoder {
        JSONDecoding(json: members[key.stringValue] ?? .null, path: path.appending(key))
    }

    private func nested(_ key: Key) throws -> JSONDecoding {
        JSONDecoding(json: try member(key), path: path.appending(key))
    }

    private func member(_ key: Key) throws -> JSON {
        guard let value = members[key.stringValue] else {
            let context = DecodingError.Context(
                codingPath: path.keys,
                debugDescription: "the member \"\(key.stringValue)\" is missing"
            )
            throw DecodingError.keyNotFound(key, context)
        }
        return value
    }
}
