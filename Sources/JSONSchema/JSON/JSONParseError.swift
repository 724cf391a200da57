/// The reason a text is not JSON, and its place.
public struct JSONParseError: Error, Hashable {
    /// The number of bytes before the fault.
    public let offset: Int
    /// The line of the fault, counted from 1; a line ends with a line feed.
    public let line: Int
    /// The column of the fault, counted from 1 in Unicode scalar values.
    public let column: Int
    /// What is wrong, as one clause in plain words; it quotes at most one name of a member.
    public let message: String

    /// Creates an error at a known place.
    public init(offset: Int, line: Int, column: Int, message: String) {
        self.offset = offset
        self.line = line
        self.column = column
        self.message = message
    }
}

extension JSONParseError: CustomStringConvertible {
    /// The message with its line and column.
    public var description: String {
        "\(message) (line \(line), column \(column))"
    }
}

extension JSONParseError {
    /// Finds line and column of `fault` in the text.
    init(_ fault: JSONFault, in bytes: UnsafeBufferPointer<UInt8>) {
        let before = bytes.prefix(fault.offset)
        let lineStart = before.lastIndex(of: .lineFeed).map { $0 + 1 } ?? 0
        offset = fault.offset
        line = before.count { $0 == .lineFeed } + 1
        column = before[lineStart...].count { $0 & 0xC0 != 0x80 } + 1
        message = fault.reason.message
    }
}
