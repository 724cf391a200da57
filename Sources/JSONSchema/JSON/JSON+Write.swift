extension JSON {
    /// The JSON text in UTF-8: members in their order, numbers as they were read, only what must be escaped escaped.
    ///
    /// - Parameter pretty: Whether to put each item on a line of its own, indented by two spaces per level.
    /// - Returns: The text, without a line feed at its end.
    public func bytes(pretty: Bool = false) -> [UInt8] {
        var writer = JSONWriter(isPretty: pretty)
        writer.write(self)
        return writer.output
    }

    /// The JSON text, as ``bytes(pretty:)`` gives it.
    ///
    /// - Parameter pretty: Whether to put each item on a line of its own, indented by two spaces per level.
    /// - Returns: The text, without a line feed at its end.
    public func text(pretty: Bool = false) -> String {
        String(decoding: bytes(pretty: pretty), as: UTF8.self)
    }
}
