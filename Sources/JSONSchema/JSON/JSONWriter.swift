import OrderedCollections

/// Writes values as JSON text.
struct JSONWriter {
    private(set) var output: [UInt8] = []
    let isPretty: Bool
    private var depth = 0

    init(isPretty: Bool) {
        self.isPretty = isPretty
    }

    mutating func write(_ value: JSON) {
        switch value {
        case .null: append("null")
        case .bool(let value): append(value ? "true" : "false")
        case .number(let number): append(number)
        case .string(let string): append(string: string)
        case .array(let elements): append(elements)
        case .object(let members): append(members)
        }
    }

    private mutating func append(_ text: StaticString) {
        output.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    private mutating func append(_ number: JSONNumber) {
        output.append(contentsOf: number.text.utf8)
    }

    private mutating func append(_ elements: [JSON]) {
        output.append(.openBracket)
        depth += 1
        for (index, element) in elements.enumerated() {
            if index > 0 { output.append(.comma) }
            breakLine()
            write(element)
        }
        depth -= 1
        if !elements.isEmpty { breakLine() }
        output.append(.closeBracket)
    }

    private mutating func append(_ members: OrderedDictionary<String, JSON>) {
        output.append(.openBrace)
        depth += 1
        for (index, member) in members.elements.enumerated() {
            if index > 0 { output.append(.comma) }
            breakLine()
            append(string: member.key)
            output.append(.colon)
            if isPretty { output.append(.space) }
            write(member.value)
        }
        depth -= 1
        if !members.isEmpty { breakLine() }
        output.append(.closeBrace)
    }

    private mutating func breakLine() {
        guard isPretty else { return }
        output.append(.lineFeed)
        output.append(contentsOf: repeatElement(.space, count: 2 * depth))
    }
}

extension JSONWriter {
    private mutating func append(string: String) {
        output.append(.quote)
        var string = string
        string.withUTF8 { bytes in
            append(escaping: bytes)
        }
        output.append(.quote)
    }

    private mutating func append(escaping bytes: UnsafeBufferPointer<UInt8>) {
        let scanner = JSONParser(bytes)
        var start = 0
        while true {
            let end = scanner.plainRun(from: start).end
            output.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[start..<end]))
            guard end < bytes.count else { return }
            append(escaped: bytes[end])
            start = end + 1
        }
    }

    private mutating func append(escaped byte: UInt8) {
        switch byte {
        case .quote: append("\\\"")
        case .backslash: append("\\\\")
        case 0x08: append("\\b")
        case 0x0C: append("\\f")
        case .lineFeed: append("\\n")
        case .carriageReturn: append("\\r")
        case .tab: append("\\t")
        default: output.append(contentsOf: Self.unicodeEscape(of: byte).utf8)
        }
    }

    /// The escape of an ASCII character: `\u001f`.
    static func unicodeEscape(of byte: UInt8) -> String {
        let digits = String(byte, radix: 16)
        return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }
}
