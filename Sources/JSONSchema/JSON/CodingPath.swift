/// The way from the root of a value to a part of it; parts share the way they have in common.
indirect enum CodingPath {
    case root
    case child(of: CodingPath, key: any CodingKey, depth: Int)

    func appending(_ key: any CodingKey) -> CodingPath {
        .child(of: self, key: key, depth: depth + 1)
    }

    func appending(_ index: Int) -> CodingPath {
        appending(JSONKey(index))
    }

    /// The number of keys.
    var depth: Int {
        switch self {
        case .root: 0
        case .child(_, _, let depth): depth
        }
    }

    /// The keys, that of the root's own member first.
    var keys: [any CodingKey] {
        var keys: [any CodingKey] = []
        var path = self
        while case .child(let parent, let key, _) = path {
            keys.append(key)
            path = parent
        }
        return keys.reversed()
    }
}

/// A key that is known only when the program runs.
struct JSONKey: CodingKey {
    let stringValue: String
    let intValue: Int?

    /// The key under which a class's parent is encoded.
    static let parent = JSONKey(stringValue: "super")

    init(stringValue: String) {
        self.stringValue = stringValue
        intValue = nil
    }

    init(intValue: Int) {
        self.init(intValue)
    }

    init(_ index: Int) {
        stringValue = String(index)
        intValue = index
    }
}
