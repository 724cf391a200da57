/// A value of `format` that can be checked.
enum StringFormat: String, CaseIterable, Sendable {
    case dateTime = "date-time"
    case date
    case time
    case duration
    case email
    case idnEmail = "idn-email"
    case hostname
    case idnHostname = "idn-hostname"
    case ipv4
    case ipv6
    case uri
    case uriReference = "uri-reference"
    case iri
    case iriReference = "iri-reference"
    case uriTemplate = "uri-template"
    case uuid
    case jsonPointer = "json-pointer"
    case relativeJSONPointer = "relative-json-pointer"
    case regex

    /// The format's position in `FormatAssertions`.
    var bit: UInt32 {
        switch self {
        case .dateTime: 0
        case .date: 1
        case .time: 2
        case .duration: 3
        case .email: 4
        case .idnEmail: 5
        case .hostname: 6
        case .ipv4: 7
        case .ipv6: 8
        case .uri: 9
        case .uriReference: 10
        case .iri: 11
        case .iriReference: 12
        case .uriTemplate: 13
        case .uuid: 14
        case .jsonPointer: 15
        case .relativeJSONPointer: 16
        case .regex: 17
        case .idnHostname: 18
        }
    }

    /// What the text must be, for a message: `must be <noun>`.
    var noun: String {
        switch self {
        case .dateTime: "a date and time with an offset, such as 2026-01-31T12:00:00Z"
        case .date: "a date, such as 2026-01-31"
        case .time: "a time with an offset, such as 12:00:00Z"
        case .duration: "a duration, such as P1DT12H"
        case .email: "an e-mail address"
        case .idnEmail: "an e-mail address"
        case .hostname: "a host name"
        case .idnHostname: "a host name"
        case .ipv4: "an IPv4 address, such as 192.0.2.1"
        case .ipv6: "an IPv6 address, such as 2001:db8::1"
        case .uri: "an absolute URI, such as https://example.com/a"
        case .uriReference: "a URI or a relative reference"
        case .iri: "an absolute IRI, such as https://example.com/a"
        case .iriReference: "an IRI or a relative reference"
        case .uriTemplate: "a URI template, such as /users/{id}"
        case .uuid: "a UUID, such as 123e4567-e89b-12d3-a456-426614174000"
        case .jsonPointer: "a JSON pointer, such as /a/0"
        case .relativeJSONPointer: "a relative JSON pointer, such as 1/a"
        case .regex: "a regular expression"
        }
    }

    /// Whether the text has this format.
    func matches(_ text: String) -> Bool {
        if self == .regex { return Self.isRegex(text) }
        var text = text
        return text.withUTF8 { bytes in matches(bytes[...]) }
    }

    private func matches(_ bytes: Bytes) -> Bool {
        switch self {
        case .dateTime: Self.isDateTime(bytes)
        case .date: Self.isDate(bytes)
        case .time: Self.isTime(bytes)
        case .duration: Self.isDuration(bytes)
        case .email: Self.isEmail(bytes, allowsUnicode: false)
        case .idnEmail: Self.isEmail(bytes, allowsUnicode: true)
        case .hostname: Self.isHostname(bytes)
        case .idnHostname: Self.isInternationalizedHostname(bytes)
        case .ipv4: Self.isIPv4(bytes)
        case .ipv6: Self.isIPv6(bytes)
        case .uri: Self.isURI(bytes, isAbsolute: true, allowsUnicode: false)
        case .uriReference: Self.isURI(bytes, isAbsolute: false, allowsUnicode: false)
        case .iri: Self.isURI(bytes, isAbsolute: true, allowsUnicode: true)
        case .iriReference: Self.isURI(bytes, isAbsolute: false, allowsUnicode: true)
        case .uriTemplate: Self.isURITemplate(bytes)
        case .uuid: Self.isUUID(bytes)
        case .jsonPointer: Self.isJSONPointer(bytes)
        case .relativeJSONPointer: Self.isRelativeJSONPointer(bytes)
        case .regex: false
        }
    }

    private static func isRegex(_ text: String) -> Bool {
        (try? Pattern(text)) != nil
    }
}

extension StringFormat {
    /// UTF-8 text under examination.
    typealias Bytes = Slice<UnsafeBufferPointer<UInt8>>
}
