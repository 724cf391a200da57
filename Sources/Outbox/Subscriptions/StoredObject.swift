import JSONSchema

/// The rules for objects that become `jsonb`: filter and metadata.
enum StoredObject {
    /// What is wrong with the value; several faults of one value are reported one by one.
    static func problems(in value: JSON, at pointer: String, maximumBytes: Int) -> [FieldProblem] {
        guard case .object = value else {
            return [FieldProblem(pointer, "type", "it must be an object")]
        }
        let count = value.bytes().count
        guard count <= maximumBytes else {
            return [FieldProblem(pointer, "maxLength", "it has \(count) bytes; at most \(maximumBytes) are kept")]
        }
        return problems(in: value, at: pointer, depth: 1)
    }

    /// `jsonb` refuses U+0000 and numbers beyond `numeric`; within the range of doubles every number is safe.
    private static func problems(in value: JSON, at pointer: String, depth: Int) -> [FieldProblem] {
        guard depth <= Limits.nesting else {
            return [FieldProblem(pointer, "maxDepth", "it nests deeper than \(Limits.nesting) levels")]
        }
        switch value {
        case .null, .bool: return []
        case .number(let number):
            return number.double.isFinite && number.text.utf8.count <= 400
                ? [] : [FieldProblem(pointer, "maximum", "the number is beyond the range of a double")]
        case .string(let text): return nulProblem(in: text, at: pointer)
        case .array(let elements):
            return elements.indices.flatMap { problems(in: elements[$0], at: "\(pointer)/\($0)", depth: depth + 1) }
        case .object(let members):
            return members.flatMap { name, member in
                let place = "\(pointer)/\(FieldProblem.escape(name))"
                return nulProblem(in: name, at: place) + problems(in: member, at: place, depth: depth + 1)
            }
        }
    }

    /// The server's `text` and `jsonb` refuse the character.
    static func nulProblem(in text: String, at pointer: String) -> [FieldProblem] {
        text.utf8.contains(0) ? [FieldProblem(pointer, "pattern", "the character U+0000 can't be stored")] : []
    }
}
