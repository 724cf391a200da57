/// A violation, and what an explanation of alternatives needs to know of it.
struct Finding {
    let violation: SchemaViolation
    let reason: Reason
    /// How many members and items lie between the root and the value.
    let depth: Int

    /// What is wrong, as far as alternatives are told apart by it.
    enum Reason {
        /// The value is of a type other than these.
        case type(InstanceTypes)
        /// The value is none of those allowed.
        case value(allowed: [JSON], actual: JSON)
        case other
    }
}

/// One step from a value to a member or an item of it.
enum PathStep {
    case name(String)
    case position(Int)
}

extension [PathStep] {
    /// The path as a JSON Pointer (RFC 6901).
    var pointer: String {
        map { step in
            switch step {
            case .name(let name): "/\(JSONPointer.escape(name))"
            case .position(let position): "/\(position)"
            }
        }
        .joined()
    }
}
