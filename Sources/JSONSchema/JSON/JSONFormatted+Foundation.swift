import Foundation

extension Date: JSONFormatted {
    func json() throws(JSONFormatFault) -> JSON {
        guard let text = RFC3339.text(of: self) else { throw .value("the date is not within the years 0 to 9999") }
        return .string(text)
    }

    init(json: JSON) throws(JSONFormatFault) {
        guard let date = RFC3339.date(of: try json.string("a date-time string")) else {
            throw .value("expected a date-time with its zone (RFC 3339), such as 2026-01-31T23:59:59.000Z")
        }
        self = date
    }
}

extension UUID: JSONFormatted {
    func json() -> JSON {
        .string(uuidString.lowercased())
    }

    init(json: JSON) throws(JSONFormatFault) {
        guard let value = UUID(uuidString: try json.string("a UUID string")) else {
            throw .value("expected a UUID, such as 2f1c7c3a-9d1e-4b52-8f0a-5d3e6c7b8a90")
        }
        self = value
    }
}

extension Data: JSONFormatted {
    func json() -> JSON {
        .string(base64EncodedString())
    }

    init(json: JSON) throws(JSONFormatFault) {
        guard let data = Data(base64Encoded: try json.string("a base64 string")) else {
            throw .value("expected base64 with padding (RFC 4648, section 4)")
        }
        self = data
    }
}

extension URL: JSONFormatted {
    func json() throws(JSONFormatFault) -> JSON {
        guard scheme != nil else { throw .value("the URL is relative") }
        return .string(absoluteString)
    }

    init(json: JSON) throws(JSONFormatFault) {
        let text = try json.string("a URL string")
        guard let url = URL(string: text, encodingInvalidCharacters: false), url.scheme != nil else {
            throw .value("expected an absolute URL, such as https://example.com/path")
        }
        self = url
    }
}

extension Decimal: JSONFormatted {
    func json() throws(JSONFormatFault) -> JSON {
        guard isFinite else { throw .value("the decimal is not a number") }
        return .string(description)
    }

    /// Accepts digits with an optional sign and fraction, and only what `Decimal` holds exactly.
    init(json: JSON) throws(JSONFormatFault) {
        let text = try json.string("a decimal string")
        guard !text.utf8.contains(where: \.isExponentMark), let number = JSONNumber(text: text),
            let decimal = Decimal(string: text, locale: Locale(identifier: "en_US_POSIX"))
        else {
            throw .value("expected a decimal number, such as \"19.99\"")
        }
        guard JSONNumber(text: decimal.description) == number else {
            throw .value("expected a decimal number of at most 38 digits")
        }
        self = decimal
    }
}
