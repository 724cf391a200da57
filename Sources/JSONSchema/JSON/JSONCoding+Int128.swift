/// The containers' protocols have throwing defaults for these two types, which only a concrete method replaces.
extension SingleJSONEncoding {
    mutating func encode(_ value: Int128) {
        builder.set(value.json())
    }

    mutating func encode(_ value: UInt128) {
        builder.set(value.json())
    }
}

extension UnkeyedJSONEncoding {
    mutating func encode(_ value: Int128) {
        builder.append(value.json())
    }

    mutating func encode(_ value: UInt128) {
        builder.append(value.json())
    }
}

extension KeyedJSONEncoding {
    mutating func encode(_ value: Int128, forKey key: Key) {
        builder.set(value.json(), for: key.stringValue)
    }

    mutating func encode(_ value: UInt128, forKey key: Key) {
        builder.set(value.json(), for: key.stringValue)
    }
}

extension SingleJSONDecoding {
    func decode(_ type: Int128.Type) throws -> Int128 {
        try value(type)
    }

    func decode(_ type: UInt128.Type) throws -> UInt128 {
        try value(type)
    }
}

extension UnkeyedJSONDecoding {
    mutating func decode(_ type: Int128.Type) throws -> Int128 {
        try element(type)
    }

    mutating func decode(_ type: UInt128.Type) throws -> UInt128 {
        try element(type)
    }
}

extension KeyedJSONDecoding {
    func decode(_ type: Int128.Type, forKey key: Key) throws -> Int128 {
        try value(type, of: key)
    }

    func decode(_ type: UInt128.Type, forKey key: Key) throws -> UInt128 {
        try value(type, of: key)
    }
}
