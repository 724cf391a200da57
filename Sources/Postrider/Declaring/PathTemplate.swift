/// A path with variables, such as `/users/{id}/invoices`.
///
/// One slash at the end makes no difference to what is matched.
struct PathTemplate: Sendable, Hashable {
    enum Segment: Sendable, Hashable {
        case literal(String)
        case variable(String)
    }

    /// As it was declared, for the document.
    let text: String
    let segments: [Segment]

    /// Reads a path; throws a sentence that says what is wrong.
    init(_ text: String) throws(PathTemplateError) {
        self.text = text
        guard text.hasPrefix("/") else {
            throw PathTemplateError(message: "the path \"\(text)\" must start with /")
        }
        guard !text.contains(where: { "?#".contains($0) || $0.isWhitespace }) else {
            throw PathTemplateError(message: "the path \"\(text)\" must not hold ?, # or spaces")
        }
        var parts = text.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
        if parts.last?.isEmpty == true {
            parts.removeLast()
        }
        var segments: [Segment] = []
        for part in parts {
            segments.append(try Self.segment(part, of: text))
        }
        self.segments = segments
        guard Set(variables).count == variables.count else {
            throw PathTemplateError(message: "the path \"\(text)\" names a variable twice")
        }
    }

    /// The names of the variables, in order.
    var variables: [String] {
        segments.compactMap { if case .variable(let name) = $0 { name } else { nil } }
    }

    /// The path with its variables unnamed: routes of one shape match the same requests.
    var shape: String {
        segments.map { segment in
            switch segment {
            case .literal(let text): "/" + text
            case .variable: "/{}"
            }
        }
        .joined()
    }

    private static func segment(_ part: Substring, of text: String) throws(PathTemplateError) -> Segment {
        guard !part.isEmpty else {
            throw PathTemplateError(message: "the path \"\(text)\" has an empty segment")
        }
        guard part.contains(where: { "{}".contains($0) }) else {
            return .literal(String(part))
        }
        let name = part.dropFirst().dropLast()
        guard part.hasPrefix("{"), part.hasSuffix("}"), !name.isEmpty, !name.contains(where: { "{}".contains($0) })
        else {
            throw PathTemplateError(
                message: "in the path \"\(text)\" a variable must fill its segment, like /users/{id}"
            )
        }
        return .variable(String(name))
    }
}

/// What is wrong with a path.
struct PathTemplateError: Error {
    let message: String
}
