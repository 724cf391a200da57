/// The types that `type` allows.
struct InstanceTypes: OptionSet, Hashable, Sendable {
    let rawValue: UInt8

    static let null = InstanceTypes(rawValue: 1 << 0)
    static let boolean = InstanceTypes(rawValue: 1 << 1)
    /// Numbers without a fraction: `1.0` is one.
    static let integer = InstanceTypes(rawValue: 1 << 2)
    static let number = InstanceTypes(rawValue: 1 << 3)
    static let string = InstanceTypes(rawValue: 1 << 4)
    static let array = InstanceTypes(rawValue: 1 << 5)
    static let object = InstanceTypes(rawValue: 1 << 6)

    static let any = InstanceTypes(rawValue: 0x7F)

    /// The types by the names that `type` has for them.
    static let named: [(name: String, noun: String, type: InstanceTypes)] = [
        ("null", "null", .null),
        ("boolean", "a boolean", .boolean),
        ("integer", "an integer", .integer),
        ("number", "a number", .number),
        ("string", "a string", .string),
        ("array", "an array", .array),
        ("object", "an object", .object),
    ]

    func allows(_ instance: JSON) -> Bool {
        switch instance {
        case .null: contains(.null)
        case .bool: contains(.boolean)
        case .number(let number): contains(.number) || (contains(.integer) && number.isInteger)
        case .string: contains(.string)
        case .array: contains(.array)
        case .object: contains(.object)
        }
    }
}

extension InstanceTypes {
    /// The type with that name, or nil when JSON Schema knows none.
    init?(name: String) {
        guard let type = Self.named.first(where: { $0.name == name })?.type else { return nil }
        self = type
    }

    /// The types for a message: `a string or null`.
    var nouns: String {
        Self.named.filter { contains($0.type) }.map(\.noun).joined(separator: " or ")
    }
}
