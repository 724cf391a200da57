import OrderedCollections

/// For coders of other formats; ``JSONValueEncoder`` and ``JSONValueDecoder`` pass JSON through as it is.
extension JSON: Codable {
    /// Reads any value that the decoder can tell the kind of.
    public init(from decoder: any Decoder) throws {
        if let container = try? decoder.container(keyedBy: JSONKey.self) {
            var members: OrderedDictionary<String, JSON> = [:]
            for key in container.allKeys {
                members[key.stringValue] = try container.decode(JSON.self, forKey: key)
            }
            self = .object(members)
        } else if var container = try? decoder.unkeyedContainer() {
            var elements: [JSON] = []
            while !container.isAtEnd {
                elements.append(try container.decode(JSON.self))
            }
            self = .array(elements)
        } else {
            try self.init(single: try decoder.singleValueContainer())
        }
    }

    private init(single container: any SingleValueDecodingContainer) throws {
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else {
            self = .number(try container.decode(JSONNumber.self))
        }
    }

    /// Writes the value with the containers of its kind.
    public func encode(to encoder: any Encoder) throws {
        switch self {
        case .array(let elements):
            try elements.encode(to: encoder)
        case .object(let members):
            var container = encoder.container(keyedBy: JSONKey.self)
            for (name, value) in members {
                try container.encode(value, forKey: JSONKey(stringValue: name))
            }
        default:
            var container = encoder.singleValueContainer()
            switch self {
            case .bool(let value): try container.encode(value)
            case .number(let value): try container.encode(value)
            case .string(let value): try container.encode(value)
            default: try container.encodeNil()
            }
        }
    }
}

extension JSONNumber: Codable {
    /// Reads an integer of 64 bits or else a finite `Double`.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let value = try? container.decode(Int64.self) {
            self.init(value)
        } else {
            let value = try container.decode(Double.self)
            guard let number = JSONNumber(exactly: value) else {
                throw DecodingError.dataCorruptedError(in: container, debugDescription: "\(value) is not finite")
            }
            self = number
        }
    }

    /// Writes an integer of 64 bits or else the nearest `Double`.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        if let value: Int64 = integer() {
            try container.encode(value)
        } else {
            try container.encode(double)
        }
    }
}
