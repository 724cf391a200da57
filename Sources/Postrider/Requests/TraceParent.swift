/// The `traceparent` field of W3C Trace Context, section 3.2.
enum TraceParent {
    /// The trace context of the request that the current task serves; it goes into the events that it emits.
    @TaskLocal static var current: String?

    /// The field's value when it is well-formed; a malformed one is ignored, as the specification asks.
    static func valid(_ field: String?) -> String? {
        guard let field else {
            return nil
        }
        let parts = field.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 4, zip(parts, [2, 32, 16, 2]).allSatisfy({ isHexadecimal($0, count: $1) }) else {
            return nil
        }
        return field
    }

    private static func isHexadecimal(_ text: Substring, count: Int) -> Bool {
        text.utf8.count == count
            && text.utf8.allSatisfy {
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
                    || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
            }
    }
}
