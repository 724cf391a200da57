extension JSON {
    /// Where the values of an object's members stand in its text, so that exact bytes can be cut out of it.
    ///
    /// - Parameter bytes: The text of one object, that ``parse(_:maximumDepth:)`` accepts.
    /// - Returns: Names, unescaped, and indices into `bytes`, in the order of the text; nothing when the text is no
    ///   object or is broken.
    public static func members(of bytes: ArraySlice<UInt8>) -> [(key: String, range: Range<Int>)] {
        bytes.withUnsafeBufferPointer { buffer in
            var parser = JSONParser(buffer)
            return (try? parser.memberRanges(offset: bytes.startIndex)) ?? []
        }
    }

    /// Where the elements of an array stand in its text, so that exact bytes can be cut out of it.
    ///
    /// - Parameter bytes: The text of one array, that ``parse(_:maximumDepth:)`` accepts.
    /// - Returns: Indices into `bytes`, in the order of the text; nothing when the text is no array or is broken.
    public static func elements(of bytes: ArraySlice<UInt8>) -> [Range<Int>] {
        bytes.withUnsafeBufferPointer { buffer in
            var parser = JSONParser(buffer)
            return (try? parser.elementRanges(offset: bytes.startIndex)) ?? []
        }
    }
}

extension JSONParser {
    fileprivate mutating func memberRanges(
        offset: Int
    ) throws(JSONFault) -> [(key: String, range: Range<Int>)] {
        var ranges: [(key: String, range: Range<Int>)] = []
        try items(from: .openBrace, to: .closeBrace) { (parser) throws(JSONFault) in
            let name = try parser.name()
            ranges.append((name, try parser.skipValue(offset: offset)))
        }
        return ranges
    }

    fileprivate mutating func elementRanges(offset: Int) throws(JSONFault) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        try items(from: .openBracket, to: .closeBracket) { (parser) throws(JSONFault) in
            ranges.append(try parser.skipValue(offset: offset))
        }
        return ranges
    }

    /// Calls `item` at the start of each item between `opening` and `closing`.
    private mutating func items(
        from opening: UInt8,
        to closing: UInt8,
        item: (inout JSONParser) throws(JSONFault) -> Void
    ) throws(JSONFault) {
        skipWhitespace()
        guard current == opening else { throw fault(.expectedValue) }
        position += 1
        skipWhitespace()
        while current != closing {
            try item(&self)
            skipWhitespace()
            if current == .comma { position += 1 }
            skipWhitespace()
        }
    }

    /// Passes over one value without reading it, at any depth and without recursion.
    private mutating func skipValue(offset: Int) throws(JSONFault) -> Range<Int> {
        let start = position
        var depth = 0
        repeat {
            switch current {
            case .quote: try skipString()
            case .openBrace, .openBracket:
                depth += 1
                position += 1
            case .closeBrace, .closeBracket:
                depth -= 1
                position += 1
            case .comma, .colon, .space, .lineFeed, .carriageReturn, .tab: position += 1
            default: try skipScalar()
            }
        } while depth > 0
        return offset + start..<offset + position
    }

    private mutating func skipString() throws(JSONFault) {
        position = plainRun(from: position + 1).end
        while current == .backslash, position + 1 < bytes.count {
            position = plainRun(from: position + 2).end
        }
        guard current == .quote else { throw fault(.unterminatedString) }
        position += 1
    }

    /// Passes over a number or a literal.
    private mutating func skipScalar() throws(JSONFault) {
        let start = position
        while current.isDigit || current.isLetter || current == .minus || current == .plus || current == .point {
            position += 1
        }
        guard position > start else { throw fault(.expectedValue) }
    }
}

extension UInt8 {
    fileprivate var isLetter: Bool {
        self | 0x20 &- 0x61 < 26
    }
}
