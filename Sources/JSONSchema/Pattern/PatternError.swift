/// Why the source of a ``Pattern`` was refused.
package struct PatternError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong and how to say it instead.
    package let message: String
    /// Where, in Unicode scalars from the start of the source.
    package let offset: Int

    package var description: String { "\(message) (at offset \(offset))" }
}
