extension SchemaProgram {
    /// What must not be, for the message of `not`: simple schemas in words, others by their place.
    func prohibition(of schema: Subschema, at location: String) -> String {
        guard schema.position >= 0 else { return Evaluation.refusal }
        let node = nodes[schema.position]
        if node.consists(of: [.types]) { return "must not be \(node.types.nouns)" }
        if node.consists(of: [.values]), node.values.count == 1 {
            return "must not be \(Excerpt.list(node.values[0].values.map(Excerpt.literal)))"
        }
        if let names = node.solelyRequiredNames {
            let noun = names.count == 1 ? "the property" : "all of the properties"
            return "must not have \(noun) \(Excerpt.list(names.map(Excerpt.quoted), or: "and"))"
        }
        return "must not match the schema at \(location), but does"
    }
}

extension SchemaNode {
    /// The groups of keywords that a node can have.
    fileprivate struct Groups: OptionSet {
        let rawValue: UInt8

        static let types = Groups(rawValue: 1 << 0)
        static let values = Groups(rawValue: 1 << 1)
        static let object = Groups(rawValue: 1 << 2)
        static let others = Groups(rawValue: 1 << 3)
    }

    private var groups: Groups {
        var groups: Groups = []
        if types != .any { groups.insert(.types) }
        if !values.isEmpty { groups.insert(.values) }
        if object != nil { groups.insert(.object) }
        let isPlain = number == nil && string == nil && array == nil && inPlace == nil
        if !isPlain || unevaluatedItems != nil || unevaluatedProperties != nil { groups.insert(.others) }
        return groups
    }

    fileprivate func consists(of groups: Groups) -> Bool {
        self.groups == groups
    }

    /// The names of `required`, when that is the only keyword beside `type: object`.
    fileprivate var solelyRequiredNames: [String]? {
        guard let object, consists(of: .object) || (consists(of: [.types, .object]) && types == .object) else {
            return nil
        }
        let isBare = !object.concernsMembers && object.dependentRequired.isEmpty
        guard isBare, object.minProperties == nil, object.maxProperties == nil else { return nil }
        return object.properties.entries.map(\.name)
    }
}
