/// The name of one request in logs, in the answer's `x-request-id` field and in problems that tell nothing else.
enum RequestID {
    /// Longer names are not taken over.
    private static let maximumLength = 128

    /// The name that the client or a proxy gave the request, or a random one: 16 hexadecimal digits.
    ///
    /// Only names of letters, digits and `. _ - :` are taken over, so that nothing else reaches the logs.
    static func make(from field: String?) -> String {
        if let field, !field.isEmpty, field.utf8.count <= maximumLength, field.utf8.allSatisfy(isSafe) {
            return field
        }
        let digits = String(UInt64.random(in: .min ... .max), radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    private static func isSafe(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"),
            UInt8(ascii: ":"):
            true
        default:
            false
        }
    }
}
