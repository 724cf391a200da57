extension JSON {
    /// Reads a JSON text (RFC 8259), strictly.
    ///
    /// Refused are, beyond what the grammar forbids: repeated names in an object, bytes that are not UTF-8, escaped
    /// halves of surrogate pairs, a byte order mark, nesting deeper than `maximumDepth`, numbers longer than
    /// 16 384 characters or with an exponent longer than 18 digits.
    ///
    /// - Parameters:
    ///   - bytes: The whole text in UTF-8.
    ///   - maximumDepth: How many arrays and objects may be open at once; more than 256 counts as 256, which any
    ///     thread's stack can bear.
    /// - Returns: The value.
    /// - Throws: The first fault, with its place.
    public static func parse(_ bytes: [UInt8], maximumDepth: Int = 128) throws(JSONParseError) -> JSON {
        try bytes.withUnsafeBufferPointer { buffer in
            JSONParser.parse(buffer, maximumDepth: maximumDepth)
        }
        .get()
    }

    /// Reads a JSON text in part of an array; offsets in errors count from the part's start.
    public static func parse(_ bytes: ArraySlice<UInt8>, maximumDepth: Int = 128) throws(JSONParseError) -> JSON {
        try bytes.withUnsafeBufferPointer { buffer in
            JSONParser.parse(buffer, maximumDepth: maximumDepth)
        }
        .get()
    }

    /// Reads a JSON text; offsets in errors count bytes of UTF-8.
    public static func parse(_ text: String, maximumDepth: Int = 128) throws(JSONParseError) -> JSON {
        var text = text
        return
            try text.withUTF8 { buffer in
                JSONParser.parse(buffer, maximumDepth: maximumDepth)
            }
            .get()
    }

    /// Reads a JSON text in memory that is only borrowed, such as an I/O buffer.
    package static func parse(
        _ bytes: UnsafeRawBufferPointer,
        maximumDepth: Int = 128
    ) throws(JSONParseError) -> JSON {
        try bytes.withMemoryRebound(to: UInt8.self) { buffer in
            JSONParser.parse(buffer, maximumDepth: maximumDepth)
        }
        .get()
    }
}
