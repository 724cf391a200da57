/// A fault of a document, with its place.
package struct LintFinding: Sendable, Hashable, CustomStringConvertible {
    /// How much a fault matters.
    package enum Severity: String, Sendable {
        /// The document is wrong: readers and tools are misled.
        case error
        /// The document could be better, or a part could not be checked.
        case warning
    }

    package var severity: Severity
    /// A stable name of the rule, such as `unresolved-reference`.
    package var rule: String
    /// Where in the document, an RFC 6901 pointer.
    package var pointer: String
    package var message: String

    package var description: String { "\(pointer): \(message) (\(rule))" }
}
