/// The media type of a `Content-Type` field without its parameters, lower case.
struct ContentType: Sendable, Hashable {
    let essence: String

    init(_ field: String) {
        essence = field.prefix { $0 != ";" }.trimmingSpaces.lowercased()
    }

    /// Whether the content is JSON: `application/json`, or a type with the suffix `+json` (RFC 6839).
    var isJSON: Bool {
        essence == "application/json" || (essence.hasPrefix("application/") && essence.hasSuffix("+json"))
    }
}
