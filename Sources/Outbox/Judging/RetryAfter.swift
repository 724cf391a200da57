package import Foundation

/// The value of a `Retry-After` header: seconds, or an HTTP date (RFC 9110, section 10.2.3).
package enum RetryAfter {
    /// The longest wait that a receiver may ask for; what exceeds it counts as this.
    package static let limit: Duration = .seconds(24 * 3600)

    /// How long the receiver asks to wait from `now`; `nil` when the value is neither form.
    package static func delay(_ value: String, now: Date) -> Duration? {
        let text = value.trimmingCharacters(in: .whitespaces)
        if !text.isEmpty, text.allSatisfy({ $0.isASCII && $0.isNumber }) {
            // More digits than an Int holds ask for more than the limit as well.
            return min(.seconds(Int(text) ?? .max / 2), limit)
        }
        guard let date = date(text) else { return nil }
        return min(max(.zero, .seconds(date.timeIntervalSince(now))), limit)
    }

    /// The three forms of an HTTP date that a recipient must accept (RFC 9110, section 5.6.7).
    private static func date(_ text: String) -> Date? {
        let format =
            switch (text.hasSuffix(" GMT"), text.contains("-")) {
            case (true, false): "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
            case (true, true): "EEEE, dd-MMM-yy HH:mm:ss 'GMT'"
            case (false, _): "EEE MMM d HH:mm:ss yyyy"
            }
        // The formatter forgives too much: what it reads has to look like the form that it is read as.
        guard text.hasSuffix(" GMT") || !text.contains(",") else { return nil }
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = TimeZone(secondsFromGMT: 0)
        formatter.dateFormat = format
        return formatter.date(from: text)
    }
}
