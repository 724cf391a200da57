import OrderedCollections

/// Values as they are quoted in messages: one line, of bounded length.
enum Excerpt {
    /// What kind of value it is: `a string`.
    static func kind(of value: JSON) -> String {
        switch value {
        case .null: "null"
        case .bool: "a boolean"
        case .number: "a number"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }

    /// The value itself, of an array or object only what it is.
    static func value(_ value: JSON) -> String {
        switch value {
        case .array, .object: kind(of: value)
        default: literal(value)
        }
    }

    /// The value as JSON, cut after 60 characters.
    static func literal(_ value: JSON) -> String {
        switch value {
        case .null: return "null"
        case .bool(let value): return value ? "true" : "false"
        case .number(let number): return self.number(number)
        case .string(let text): return quoted(text)
        case .array, .object:
            var text = ""
            append(value, to: &text)
            return cut(text)
        }
    }

    static func number(_ number: JSONNumber) -> String {
        cut(number.text)
    }

    /// The text in double quotes, cut after 60 characters.
    static func quoted(_ text: String) -> String {
        let prefix = text.unicodeScalars.prefix(ValidationLimits.excerpt + 1)
        let isWhole = prefix.count <= ValidationLimits.excerpt
        let shown = isWhole ? text : String(prefix.dropLast()) + "…"
        return JSON.string(shown).text()
    }

    /// Some things in a row, the last after `or`; of many, the first few and the number of all.
    static func list(_ items: [String], or conjunction: String = "or") -> String {
        let shown = items.prefix(ValidationLimits.listed)
        guard shown.count == items.count else {
            return "\(shown.joined(separator: ", ")), … (\(items.count) in all)"
        }
        guard let last = shown.last, shown.count > 1 else { return shown.first ?? "nothing" }
        return "\(shown.dropLast().joined(separator: ", ")) \(conjunction) \(last)"
    }

    /// A number of things: `1 item`, `2 items`.
    static func count(_ count: Int, _ singular: String, _ plural: String) -> String {
        "\(count) \(count == 1 ? singular : plural)"
    }

    private static func cut(_ text: String) -> String {
        let prefix = text.unicodeScalars.prefix(ValidationLimits.excerpt + 1)
        return prefix.count <= ValidationLimits.excerpt ? text : String(prefix.dropLast()) + "…"
    }

    /// Writes JSON until there is more than will be shown: a value may be of any size.
    private static func append(_ value: JSON, to text: inout String) {
        switch value {
        case .array(let elements):
            text += "["
            for (position, element) in elements.enumerated() where text.utf8.count <= 4 * ValidationLimits.excerpt {
                if position > 0 { text += "," }
                append(element, to: &text)
            }
            text += "]"
        case .object(let members):
            text += "{"
            for (position, member) in members.elements.enumerated()
            where text.utf8.count <= 4 * ValidationLimits.excerpt {
                if position > 0 { text += "," }
                text += "\(quoted(member.key)):"
                append(member.value, to: &text)
            }
            text += "}"
        default:
            text += literal(value)
        }
    }
}
