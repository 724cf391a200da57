public import HTTPTypes

extension HTTPField.Name {
    /// The field name that a literal spells, for names that have no constant yet.
    ///
    /// The literal must be a token of RFC 9110, section 5.6.2; another one is a programmer's error and stops the
    /// program where it is first used.
    public static func named(_ name: StaticString) -> HTTPField.Name {
        guard let name = HTTPField.Name("\(name)") else {
            preconditionFailure("\(name) is not a header field's name")
        }
        return name
    }

    static let traceparent = named("traceparent")
    static let requestID = named("x-request-id")
    static let forwardedPrefix = named("x-forwarded-prefix")
}
