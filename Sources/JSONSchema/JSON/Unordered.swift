import OrderedCollections

/// A collection that iterates in another order each time, and whose JSON is put in a fixed one.
protocol Unordered {
    static func ordered(_ json: JSON) -> JSON
}

extension Set: Unordered {
    static func ordered(_ json: JSON) -> JSON {
        json.withOrderedElements(groupedBy: 1)
    }
}

extension Dictionary: Unordered {
    /// Keys that are no strings give an array in which keys and values alternate.
    static func ordered(_ json: JSON) -> JSON {
        guard case .object(var members) = json else { return json.withOrderedElements(groupedBy: 2) }
        members.sort { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        return .object(members)
    }
}

extension JSON {
    /// The array with its elements, taken `width` at a time, in the order of the text of each group's first.
    fileprivate func withOrderedElements(groupedBy width: Int) -> JSON {
        guard case .array(let elements) = self else { return self }
        let groups = stride(from: 0, to: elements.count, by: width)
            .map { start in
                (text: elements[start].bytes(), elements: elements[start..<min(start + width, elements.count)])
            }
        let sorted = groups.sorted { $0.text.lexicographicallyPrecedes($1.text) }
        return .array(sorted.flatMap(\.elements))
    }
}
