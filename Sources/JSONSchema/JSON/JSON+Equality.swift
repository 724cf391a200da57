import OrderedCollections

extension JSON: Hashable {
    /// Compares by JSON Schema's rules: members in any order, numbers by value, strings by code points.
    public static func == (lhs: JSON, rhs: JSON) -> Bool {
        switch (lhs, rhs) {
        case (.null, .null): true
        case (.bool(let lhs), .bool(let rhs)): lhs == rhs
        case (.number(let lhs), .number(let rhs)): lhs == rhs
        case (.string(let lhs), .string(let rhs)): lhs.hasSameCodePoints(as: rhs)
        case (.array(let lhs), .array(let rhs)): lhs == rhs
        case (.object(let lhs), .object(let rhs)): membersAreEqual(lhs, rhs)
        default: false
        }
    }

    /// Feeds the value into `hasher`, so that equal values give equal hashes.
    public func hash(into hasher: inout Hasher) {
        switch self {
        case .null:
            hasher.combine(0 as UInt8)
        case .bool(let value):
            hasher.combine(1 as UInt8)
            hasher.combine(value)
        case .number(let number):
            hasher.combine(2 as UInt8)
            hasher.combine(number)
        case .string(let string):
            hasher.combine(3 as UInt8)
            hasher.combine(string)
        case .array(let elements):
            hasher.combine(4 as UInt8)
            hasher.combine(elements)
        case .object(let members):
            hasher.combine(5 as UInt8)
            hasher.combine(Self.unorderedHash(of: members))
        }
    }

    private static func membersAreEqual(
        _ lhs: OrderedDictionary<String, JSON>,
        _ rhs: OrderedDictionary<String, JSON>
    ) -> Bool {
        guard lhs.count == rhs.count else { return false }
        for (key, value) in lhs {
            guard let index = rhs.index(forKey: key) else { return false }
            let member = rhs.elements[index]
            guard member.key.hasSameCodePoints(as: key), member.value == value else { return false }
        }
        return true
    }

    /// Addition commutes, so the order of the members leaves no trace.
    private static func unorderedHash(of members: OrderedDictionary<String, JSON>) -> Int {
        var sum = members.count
        for (key, value) in members {
            var hasher = Hasher()
            hasher.combine(key)
            hasher.combine(value)
            sum &+= hasher.finalize()
        }
        return sum
    }
}

extension String {
    /// Whether both consist of the same code points; `==` would also accept canonical equivalents.
    fileprivate func hasSameCodePoints(as other: String) -> Bool {
        self == other && utf8.elementsEqual(other.utf8)
    }
}
