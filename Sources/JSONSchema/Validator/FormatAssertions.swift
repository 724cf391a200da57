/// Which `format` keywords are checked; the others are annotations, as the specification has it by default.
///
/// Source: JSON Schema Validation 2020-12, section 7.
public struct FormatAssertions: OptionSet, Sendable, Hashable {
    /// One bit per format.
    public let rawValue: UInt32

    /// Creates a set from its bits.
    public init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    /// Checks no format.
    public static let annotate: FormatAssertions = []

    /// Checks every format that is known.
    public static let assert = FormatAssertions(rawValue: .max)

    /// Checks the formats that Swift types are described with, and those that are the same for everybody:
    /// `date-time`, `date`, `time`, `uuid`, `uri`, `email`, `ipv4`, `ipv6`.
    public static let payload: FormatAssertions = [.dateTime, .date, .time, .uuid, .uri, .email, .ipv4, .ipv6]

    /// RFC 3339, section 5.6, with an offset.
    public static let dateTime = FormatAssertions(.dateTime)
    /// RFC 3339 `full-date`.
    public static let date = FormatAssertions(.date)
    /// RFC 3339 `full-time`, with an offset.
    public static let time = FormatAssertions(.time)
    /// RFC 3339, appendix A.
    public static let duration = FormatAssertions(.duration)
    /// RFC 5321 `Mailbox`, ASCII only.
    public static let email = FormatAssertions(.email)
    /// RFC 6531 `Mailbox`.
    public static let idnEmail = FormatAssertions(.idnEmail)
    /// RFC 1123 host name, punycode labels checked by RFC 5891.
    public static let hostname = FormatAssertions(.hostname)
    /// RFC 5890 host name, in ASCII or Unicode.
    public static let idnHostname = FormatAssertions(.idnHostname)
    /// RFC 2673, section 3.2: four decimal numbers.
    public static let ipv4 = FormatAssertions(.ipv4)
    /// RFC 4291, section 2.2.
    public static let ipv6 = FormatAssertions(.ipv6)
    /// RFC 3986, with a scheme.
    public static let uri = FormatAssertions(.uri)
    /// RFC 3986, absolute or relative.
    public static let uriReference = FormatAssertions(.uriReference)
    /// RFC 3987, with a scheme.
    public static let iri = FormatAssertions(.iri)
    /// RFC 3987, absolute or relative.
    public static let iriReference = FormatAssertions(.iriReference)
    /// RFC 6570.
    public static let uriTemplate = FormatAssertions(.uriTemplate)
    /// RFC 4122 text form.
    public static let uuid = FormatAssertions(.uuid)
    /// RFC 6901, section 5.
    public static let jsonPointer = FormatAssertions(.jsonPointer)
    /// Relative JSON Pointer, draft-bhutton-relative-json-pointer-00.
    public static let relativeJSONPointer = FormatAssertions(.relativeJSONPointer)
    /// A regular expression of ECMA-262 that `pattern` accepts.
    public static let regex = FormatAssertions(.regex)

    init(_ format: StringFormat) {
        self.init(rawValue: 1 << format.bit)
    }

    func includes(_ format: StringFormat) -> Bool {
        rawValue & (1 << format.bit) != 0
    }
}
