package import JSONSchema

/// A value in place, or a reference to one of the components.
package enum Referable<Value: Sendable>: Sendable {
    case value(Value)
    case reference(String)
}

extension Referable {
    package func json(_ write: (Value) -> JSON) -> JSON {
        switch self {
        case .value(let value): write(value)
        case .reference(let target): ["$ref": .string(target)]
        }
    }
}
