public import OrderedCollections

extension JSON {
    /// Creates an integer.
    public init(_ value: some FixedWidthInteger) {
        self = .number(JSONNumber(value))
    }

    /// Creates a number with the shortest digits that stand for `value`, as ``JSONNumber/init(_:)-(Double)`` does.
    public init(_ value: Double) {
        self = .number(JSONNumber(value))
    }

    /// Creates a string.
    public init(_ value: some StringProtocol) {
        self = .string(String(value))
    }

    /// Whether the value is `null`.
    public var isNull: Bool {
        if case .null = self { true } else { false }
    }

    /// The string, or nil when the value is of another kind.
    public var stringValue: String? {
        if case .string(let value) = self { value } else { nil }
    }

    /// The boolean, or nil when the value is of another kind.
    public var boolValue: Bool? {
        if case .bool(let value) = self { value } else { nil }
    }

    /// The number, or nil when the value is of another kind.
    public var numberValue: JSONNumber? {
        if case .number(let value) = self { value } else { nil }
    }

    /// The integer, also of `1.0` or `2e2`; nil when the value is no number, not integral or beyond the range of `Int`.
    public var intValue: Int? {
        numberValue?.int
    }

    /// The number nearest to the value, infinite beyond the range of `Double`; nil when it is no number.
    public var doubleValue: Double? {
        numberValue?.double
    }

    /// The elements, or nil when the value is no array.
    public var arrayValue: [JSON]? {
        if case .array(let elements) = self { elements } else { nil }
    }

    /// The members in the order of the text, or nil when the value is no object.
    public var objectValue: OrderedDictionary<String, JSON>? {
        if case .object(let members) = self { members } else { nil }
    }

    /// The member of that name, or nil when there is none or the value is no object.
    ///
    /// Setting adds, replaces or, with nil, removes the member; on a value that is no object it does nothing.
    public subscript(key: String) -> JSON? {
        get {
            guard case .object(let members) = self else { return nil }
            return members[key]
        }
        set {
            guard case .object(var members) = self else { return }
            // Release the other reference first: the write below then needs no copy.
            self = .null
            members[key] = newValue
            self = .object(members)
        }
    }

    /// The element at that place, counted from 0, or nil when there is none or the value is no array.
    public subscript(index: Int) -> JSON? {
        guard case .array(let elements) = self, elements.indices.contains(index) else { return nil }
        return elements[index]
    }
}
