/// Why a store does not do what it was asked: the caller's matter, not a fault.
package enum Refusal: Error, Equatable {
    /// There is no such thing, or none that the tenant may see.
    case notFound
    /// It can't be done in the present state; one sentence says why and what to do.
    case conflict(String)
    /// The input is not valid: everything that is wrong with it.
    case invalid([FieldProblem])
}

/// What is wrong with one field of an input.
package struct FieldProblem: Sendable, Hashable {
    /// Where it is in the input, as a JSON pointer (RFC 6901).
    package var pointer: String
    /// A bounded label for the rule, as JSON Schema names keywords.
    package var keyword: String
    /// What is wrong and what would be right; it quotes no secret.
    package var message: String

    package init(_ pointer: String, _ keyword: String, _ message: String) {
        self.pointer = pointer
        self.keyword = keyword
        self.message = message
    }
}

extension FieldProblem {
    /// A member's name as a token of a JSON pointer (RFC 6901, section 3).
    static func escape(_ name: String) -> String {
        name.replacing("~", with: "~0").replacing("/", with: "~1")
    }
}
