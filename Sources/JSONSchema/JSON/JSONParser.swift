import OrderedCollections

/// A strict recursive-descent parser for one text.
///
/// `position` never exceeds the text's length, and every read beyond it gives 0, which starts no token.
struct JSONParser {
    /// Nesting that a stack of 512 KiB bears in a debug build.
    static let depthLimit = 256

    let bytes: UnsafeBufferPointer<UInt8>
    let maximumDepth: Int
    var position = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>, maximumDepth: Int = JSONParser.depthLimit) {
        self.bytes = bytes
        self.maximumDepth = min(maximumDepth, Self.depthLimit)
    }

    static func parse(_ bytes: UnsafeBufferPointer<UInt8>, maximumDepth: Int) -> Result<JSON, JSONParseError> {
        var parser = JSONParser(bytes, maximumDepth: maximumDepth)
        do throws(JSONFault) {
            return .success(try parser.document())
        } catch {
            return .failure(JSONParseError(error, in: bytes))
        }
    }

    /// The byte at `position`, or 0 at the end.
    var current: UInt8 {
        position < bytes.count ? bytes[position] : 0
    }

    var isAtEnd: Bool {
        position == bytes.count
    }

    mutating func skipWhitespace() {
        while position < bytes.count {
            switch bytes[position] {
            case .space, .lineFeed, .carriageReturn, .tab: position += 1
            default: return
            }
        }
    }

    /// The fault at `position`; at the end of the text every expectation means that the text is cut off.
    func fault(_ reason: JSONFault.Reason) -> JSONFault {
        JSONFault(offset: position, reason: isAtEnd ? .unfinished : reason)
    }
}

extension JSONParser {
    private mutating func document() throws(JSONFault) -> JSON {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
            throw JSONFault(offset: 0, reason: .byteOrderMark)
        }
        skipWhitespace()
        guard !isAtEnd else { throw JSONFault(offset: position, reason: .emptyText) }
        let value = try value(depth: 0)
        skipWhitespace()
        guard isAtEnd else { throw fault(.trailingText) }
        return value
    }

    private mutating func value(depth: Int) throws(JSONFault) -> JSON {
        switch current {
        case .quote:
            return .string(try string())
        case .minus, .zero ... .nine:
            return .number(try number())
        case .openBrace:
            return try object(depth: depth + 1)
        case .openBracket:
            return try array(depth: depth + 1)
        case UInt8(ascii: "t"):
            try literal("true")
            return .bool(true)
        case UInt8(ascii: "f"):
            try literal("false")
            return .bool(false)
        case UInt8(ascii: "n"):
            try literal("null")
            return .null
        default:
            throw fault(.expectedValue)
        }
    }

    private mutating func literal(_ text: StaticString) throws(JSONFault) {
        let end = position + text.utf8CodeUnitCount
        let expected = UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
        guard end <= bytes.count, bytes[position..<end].elementsEqual(expected) else {
            throw JSONFault(offset: position, reason: .expectedLiteral("\(text)"))
        }
        position = end
    }

    private mutating func array(depth: Int) throws(JSONFault) -> JSON {
        guard depth <= maximumDepth else { throw fault(.tooDeep(maximum: maximumDepth)) }
        position += 1
        skipWhitespace()
        if current == .closeBracket {
            position += 1
            return .array([])
        }
        var elements: [JSON] = []
        elements.reserveCapacity(4)
        while true {
            elements.append(try value(depth: depth))
            skipWhitespace()
            switch current {
            case .comma:
                position += 1
                skipWhitespace()
                if current == .closeBracket { throw fault(.trailingComma) }
            case .closeBracket:
                position += 1
                return .array(elements)
            default:
                throw fault(.expectedCommaOrBracket)
            }
        }
    }

    private mutating func object(depth: Int) throws(JSONFault) -> JSON {
        guard depth <= maximumDepth else { throw fault(.tooDeep(maximum: maximumDepth)) }
        position += 1
        skipWhitespace()
        if current == .closeBrace {
            position += 1
            return .object([:])
        }
        var members = OrderedDictionary<String, JSON>(minimumCapacity: 8)
        while true {
            let start = position
            let name = try name()
            let value = try value(depth: depth)
            if members.updateValue(value, forKey: name) != nil {
                throw JSONFault(offset: start, reason: .duplicateName(name))
            }
            skipWhitespace()
            switch current {
            case .comma:
                position += 1
                skipWhitespace()
                if current == .closeBrace { throw fault(.trailingComma) }
            case .closeBrace:
                position += 1
                return .object(members)
            default:
                throw fault(.expectedCommaOrBrace)
            }
        }
    }

    /// Reads a member's name, the colon and the space around it.
    mutating func name() throws(JSONFault) -> String {
        guard current == .quote else { throw fault(.expectedName) }
        let name = try string()
        skipWhitespace()
        guard current == .colon else { throw fault(.expectedColon) }
        position += 1
        skipWhitespace()
        return name
    }
}
