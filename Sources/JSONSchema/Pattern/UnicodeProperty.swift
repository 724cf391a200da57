/// What `\p{...}` names: a general category, a script or a binary property.
struct UnicodeProperty: Sendable {
    private enum Kind: Sendable {
        case categories([Unicode.GeneralCategory])
        case script([ClosedRange<UInt32>])
        case binary(@Sendable (Unicode.Scalar) -> Bool)
    }

    private let kind: Kind
    private let isNegated: Bool

    private init(_ kind: Kind, isNegated: Bool) {
        self.kind = kind
        self.isNegated = isNegated
    }

    func holds(for scalar: Unicode.Scalar) -> Bool {
        let holds =
            switch kind {
            case .categories(let categories): categories.contains(scalar.properties.generalCategory)
            case .script(let ranges): ranges.holds(scalar.value)
            case .binary(let test): test(scalar)
            }
        return holds != isNegated
    }

    /// The property between the braces, or what is wrong with it.
    ///
    /// As ECMA-262 has it, names are case-sensitive and a general category needs no `General_Category=`.
    static func named(_ expression: String, isNegated: Bool) -> Result<UnicodeProperty, UnknownProperty> {
        let parts = expression.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
        switch parts.count {
        case 1:
            if let categories = categories[expression] {
                return .success(UnicodeProperty(.categories(categories), isNegated: isNegated))
            }
            if let test = binaryProperties[expression] {
                return .success(UnicodeProperty(.binary(test), isNegated: isNegated))
            }
            return .failure(UnknownProperty(message: "\\p{\(expression)} names no property that is known here"))
        case 2 where ["General_Category", "gc"].contains(parts[0]):
            guard let categories = categories[parts[1]] else {
                return .failure(UnknownProperty(message: "\"\(parts[1])\" is no general category"))
            }
            return .success(UnicodeProperty(.categories(categories), isNegated: isNegated))
        case 2 where ["Script", "sc"].contains(parts[0]):
            guard let ranges = UnicodeScripts.ranges(of: parts[1]) else {
                let known = UnicodeScripts.names.joined(separator: ", ")
                return .failure(UnknownProperty(message: "\"\(parts[1])\" is no script known here: \(known)"))
            }
            return .success(UnicodeProperty(.script(ranges), isNegated: isNegated))
        default:
            let remedy = "use Script=, General_Category= or a binary property"
            return .failure(UnknownProperty(message: "\\p{\(expression)} is not supported; \(remedy)"))
        }
    }

    /// A property name that cannot be served.
    struct UnknownProperty: Error {
        let message: String
    }
}
