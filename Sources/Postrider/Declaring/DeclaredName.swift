/// The words of a name, and the forms that a document gives them.
struct DeclaredName: Sendable, Hashable {
    let words: [String]

    /// Splits `readUsers`, `read_users`, `new-subscription` or `listHTTPKeys` into words.
    init(_ text: String) {
        var words: [String] = []
        var word = ""
        var characters = Array(text)[...]
        while let character = characters.popFirst() {
            guard character.isLetter || character.isNumber else {
                words.append(word)
                word = ""
                continue
            }
            let startsWord =
                character.isUppercase
                && (word.last.map { !$0.isUppercase } ?? false || characters.first?.isLowercase == true)
            if startsWord {
                words.append(word)
                word = ""
            }
            word.append(character)
        }
        words.append(word)
        self.words = words.filter { !$0.isEmpty }
    }

    /// `Read Users`: the default summary.
    var title: String {
        words.map(Self.capitalized).joined(separator: " ")
    }

    /// `readUsers`: the default operationId.
    var identifier: String {
        guard let first = words.first else {
            return ""
        }
        return Self.uncapitalized(first) + words.dropFirst().map(Self.capitalized).joined()
    }

    private static func capitalized(_ word: String) -> String {
        word.prefix(1).uppercased() + word.dropFirst()
    }

    /// An acronym at the front is lowered as a whole: `HTTPKeys` becomes `httpKeys`.
    private static func uncapitalized(_ word: String) -> String {
        word.allSatisfy { !$0.isLowercase } ? word.lowercased() : word.prefix(1).lowercased() + word.dropFirst()
    }
}
