/// Why a schema cannot be used: every problem found, at most 50, at least one.
public struct SchemaCompileError: Error, Sendable, Hashable {
    /// One problem and its place.
    public struct Problem: Sendable, Hashable {
        /// The place in the schema, as ``SchemaViolation/schemaPointer`` gives it.
        public var schemaPointer: String

        /// What is wrong and what would be right.
        public var message: String

        /// Creates a problem.
        public init(schemaPointer: String, message: String) {
            self.schemaPointer = schemaPointer
            self.message = message
        }
    }

    /// The problems in the order in which they were found.
    public var problems: [Problem]

    /// Creates an error.
    public init(problems: [Problem]) {
        self.problems = problems
    }
}

extension SchemaCompileError.Problem: CustomStringConvertible {
    /// The place and the message on one line.
    public var description: String {
        "\(schemaPointer.isEmpty ? "the schema" : schemaPointer): \(message)"
    }
}

extension SchemaCompileError: CustomStringConvertible {
    /// The problems, one per line.
    public var description: String {
        problems.map(\.description).joined(separator: "\n")
    }
}
