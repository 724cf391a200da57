import OrderedCollections

/// A value that is being encoded: what the containers given out for one place share.
final class JSONBuilder {
    enum Result {
        case value(JSON)
        case nothing
        case conflict
    }

    private enum Kind {
        case undecided
        case single
        case array
        case object
        case conflict
    }

    private var kind = Kind.undecided
    private var single = JSON.null
    private var elements: [JSON] = []
    private var members: OrderedDictionary<String, JSON> = [:]
    /// Builders of nested containers, which may be written to until the end, and their places.
    private var pendingElements: [(index: Int, builder: JSONBuilder)] = []
    private var pendingMembers: [(name: String, builder: JSONBuilder)] = []

    private func decide(_ wanted: Kind) {
        if kind == .undecided {
            kind = wanted
        } else if kind != wanted {
            kind = .conflict
        }
    }

    func set(_ value: JSON) {
        decide(.single)
        single = value
    }

    func beginArray() {
        decide(.array)
    }

    var elementCount: Int {
        elements.count
    }

    func append(_ element: JSON) {
        elements.append(element)
    }

    func appendLater() -> JSONBuilder {
        let builder = JSONBuilder()
        pendingElements.append((elements.count, builder))
        elements.append(.null)
        return builder
    }

    func beginObject() {
        decide(.object)
    }

    func set(_ value: JSON, for name: String) {
        members[name] = value
    }

    func setLater(_ name: String) -> JSONBuilder {
        let builder = JSONBuilder()
        pendingMembers.append((name, builder))
        members[name] = .null
        return builder
    }

    /// What was encoded; a nested container that got nothing is an empty object.
    var result: Result {
        switch kind {
        case .undecided: .nothing
        case .conflict: .conflict
        case .single: .value(single)
        case .array: completedArray()
        case .object: completedObject()
        }
    }

    private func completedArray() -> Result {
        for (index, builder) in pendingElements {
            switch builder.result {
            case .value(let value): elements[index] = value
            case .nothing: elements[index] = [:]
            case .conflict: return .conflict
            }
        }
        return .value(.array(elements))
    }

    private func completedObject() -> Result {
        for (name, builder) in pendingMembers {
            switch builder.result {
            case .value(let value): members[name] = value
            case .nothing: members[name] = [:]
            case .conflict: return .conflict
            }
        }
        return .value(.object(members))
    }
}
