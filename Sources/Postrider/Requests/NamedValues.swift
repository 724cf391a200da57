/// Names with values, in the order of the request: the fields of a query string, or the cookies.
struct NamedValues: Sendable {
    private(set) var items: [(name: String, value: String)] = []

    /// The values of one name, in order.
    func values(of name: String) -> [String] {
        items.lazy.filter { $0.name == name }.map(\.value)
    }

    /// Reads a query string; fields without `=` have an empty value.
    ///
    /// Throws a 400 problem on malformed percent-encoding.
    init(query: String?) throws {
        for field in (query ?? "").split(separator: "&") {
            let parts = field.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard
                let name = percentDecoded(parts[0], plusIsSpace: true),
                let value = percentDecoded(parts.count > 1 ? parts[1] : "", plusIsSpace: true)
            else {
                throw Problem.badRequest(
                    "The query string is malformed: \"%\" must start two hexadecimal digits of UTF-8."
                )
            }
            items.append((name, value))
        }
    }

    /// Reads the value of a `Cookie` field (RFC 6265, section 4.2.1); pairs without `=` are passed over.
    init(cookies: String?) {
        for pair in (cookies ?? "").split(separator: ";") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else {
                continue
            }
            var value = parts[1].trimmingSpaces
            if value.count >= 2, value.hasPrefix("\""), value.hasSuffix("\"") {
                value = value.dropFirst().dropLast()
            }
            items.append((String(parts[0].trimmingSpaces), String(value)))
        }
    }
}

extension Substring {
    /// Without the spaces and tabs at both ends, which header fields allow around values.
    var trimmingSpaces: Substring {
        var text = self
        while let first = text.first, first == " " || first == "\t" { text = text.dropFirst() }
        while let last = text.last, last == " " || last == "\t" { text = text.dropLast() }
        return text
    }
}
