/// One way in which a value breaks its schema.
///
/// The message quotes parts of the value, shortened to 60 characters: show it to whoever sent the value, don't log it.
public struct SchemaViolation: Sendable, Hashable {
    /// The place in the value, as a JSON Pointer (RFC 6901): empty for the whole value.
    ///
    /// A missing property is reported at its object, an unknown property at itself.
    public var instancePointer: String

    /// The keyword that was broken: `minimum`, `required`...; empty when the schema itself is `false` or a limit was
    /// reached.
    public var keyword: String

    /// The place of that keyword, as a JSON Pointer into the schema or, for a definition, below `/components/schemas`.
    ///
    /// In another document, its URI and `#` come first.
    public var schemaPointer: String

    /// What must hold and what is the case: `must be a number, is a string`.
    public var message: String

    /// Creates a violation.
    public init(instancePointer: String, keyword: String, schemaPointer: String, message: String) {
        self.instancePointer = instancePointer
        self.keyword = keyword
        self.schemaPointer = schemaPointer
        self.message = message
    }
}

extension SchemaViolation: CustomStringConvertible {
    /// The place and the message on one line.
    public var description: String {
        "\(instancePointer.isEmpty ? "the value" : instancePointer) \(message)"
    }
}
