extension JSONParser {
    /// Reads the string that starts at `position` with its quote.
    mutating func string() throws(JSONFault) -> String {
        let start = position + 1
        let run = plainRun(from: start)
        guard run.end < bytes.count, bytes[run.end] == .quote else {
            return try escapedString(from: start, firstRun: run)
        }
        position = run.end + 1
        let source = UnsafeBufferPointer(rebasing: bytes[start..<run.end])
        guard let text = String(source, isASCII: run.isASCII) else {
            throw invalidUTF8(in: start..<run.end)
        }
        return text
    }

    /// Bytes of a string that stand for themselves.
    struct PlainRun {
        /// The place of the first quote, backslash or control character, at most the text's end.
        var end: Int
        var isASCII: Bool
    }

    /// The plain run that starts at `start`.
    ///
    /// Eight bytes at a time: in each word the lowest byte whose high bit is set in the mask ends the run. Bytes above
    /// it may be marked by a borrow, which does no harm because only the lowest one counts.
    func plainRun(from start: Int) -> PlainRun {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let highBits: UInt64 = 0x8080_8080_8080_8080
        var index = start
        var seen: UInt64 = 0
        let raw = UnsafeRawBufferPointer(bytes)
        while index + 8 <= raw.count {
            let word = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: index, as: UInt64.self))
            let quotes = word ^ (ones &* 0x22)
            let backslashes = word ^ (ones &* 0x5C)
            var mask = (quotes &- ones) & ~quotes
            mask |= (backslashes &- ones) & ~backslashes
            mask |= (word &- ones &* 0x20) & ~word
            mask &= highBits
            if mask != 0 {
                let before = mask.trailingZeroBitCount & ~7
                seen |= word & ~(~0 << UInt64(before))
                return PlainRun(end: index + before / 8, isASCII: seen & highBits == 0)
            }
            seen |= word
            index += 8
        }
        while index < raw.count {
            let byte = raw[index]
            if byte == .quote || byte == .backslash || byte < .space { break }
            seen |= UInt64(byte)
            index += 1
        }
        return PlainRun(end: index, isASCII: seen & highBits == 0)
    }

    /// Reads a string with escapes, of which the bytes from `start` through `firstRun` are known to be plain.
    private mutating func escapedString(from start: Int, firstRun: PlainRun) throws(JSONFault) -> String {
        var unescaped: [UInt8] = []
        unescaped.reserveCapacity(firstRun.end - start + 32)
        position = start
        var run = firstRun
        while true {
            unescaped.append(contentsOf: bytes[position..<run.end])
            position = run.end
            switch current {
            case .quote:
                position += 1
                let text = unescaped.withUnsafeBufferPointer { String($0, isASCII: false) }
                guard let text else { throw invalidUTF8(in: start..<(position - 1)) }
                return text
            case .backslash:
                try escape(into: &unescaped)
            case let byte:
                throw JSONFault(offset: position, reason: isAtEnd ? .unterminatedString : .controlCharacter(byte))
            }
            run = plainRun(from: position)
        }
    }

    /// Reads one escape sequence; `position` is at its backslash.
    private mutating func escape(into output: inout [UInt8]) throws(JSONFault) {
        position += 1
        switch current {
        case .quote, .backslash, .slash: output.append(current)
        case UInt8(ascii: "b"): output.append(0x08)
        case UInt8(ascii: "f"): output.append(0x0C)
        case UInt8(ascii: "n"): output.append(.lineFeed)
        case UInt8(ascii: "r"): output.append(.carriageReturn)
        case UInt8(ascii: "t"): output.append(.tab)
        case UInt8(ascii: "u"):
            try unicodeEscape(into: &output)
            return
        default:
            throw JSONFault(offset: position, reason: isAtEnd ? .unterminatedString : .unknownEscape)
        }
        position += 1
    }

    /// Reads the digits of one `\u` escape or of a pair of them; `position` is at its `u`.
    private mutating func unicodeEscape(into output: inout [UInt8]) throws(JSONFault) {
        let start = position - 1
        let first = try codeUnit()
        if let scalar = Unicode.Scalar(first) {
            output.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            return
        }
        guard UTF16.isLeadSurrogate(first), current == .backslash else {
            throw JSONFault(offset: start, reason: .loneSurrogate)
        }
        position += 1
        guard current == UInt8(ascii: "u") else { throw JSONFault(offset: start, reason: .loneSurrogate) }
        let second = try codeUnit()
        guard UTF16.isTrailSurrogate(second) else { throw JSONFault(offset: start, reason: .loneSurrogate) }
        let scalar = UTF16.decode(UTF16.EncodedScalar([first, second]))
        output.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
    }

    /// Reads the four digits after the `u` at `position`.
    private mutating func codeUnit() throws(JSONFault) -> UInt16 {
        position += 1
        var unit: UInt16 = 0
        for _ in 0..<4 {
            guard let digit = current.hexadecimalValue else {
                throw JSONFault(offset: position, reason: isAtEnd ? .unterminatedString : .malformedUnicodeEscape)
            }
            unit = unit << 4 | digit
            position += 1
        }
        return unit
    }

    /// The fault at the first byte of `range` where no valid sequence starts.
    private func invalidUTF8(in range: Range<Int>) -> JSONFault {
        var rest = bytes[range].makeIterator()
        var decoder = UTF8()
        var offset = range.lowerBound
        while case .scalarValue(let scalar) = decoder.decode(&rest) {
            offset += UTF8.width(scalar)
        }
        return JSONFault(offset: offset, reason: .invalidUTF8)
    }
}

extension String {
    /// Copies UTF-8, or gives nil when it is not valid; `isASCII` may be false of ASCII too.
    fileprivate init?(_ bytes: UnsafeBufferPointer<UInt8>, isASCII: Bool) {
        self.init(decoding: bytes, as: UTF8.self)
        // Decoding repairs what is not valid, so the copy then differs. It is faster than the validating initializer.
        guard isASCII || utf8.elementsEqual(bytes) else { return nil }
    }
}
