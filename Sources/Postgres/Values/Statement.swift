/// SQL with its parameters, written as a string whose interpolations become parameters, never text.
///
/// ```swift
/// try await transaction.query("SELECT name FROM users WHERE id = \(id)::uuid")
/// ```
public struct Statement: Sendable, ExpressibleByStringInterpolation {
    /// The text, with `$1` and so on in the parameters' places.
    public private(set) var sql: String
    package private(set) var parameters: [Parameter]

    /// Creates a statement without parameters.
    public init(stringLiteral value: String) {
        self.init(value)
    }

    /// Creates a statement from text that already has `$1`, `$2`..., and the values for them.
    public init(_ sql: String, _ values: [any PostgresEncodable] = []) {
        self.sql = sql
        self.parameters = values.map { Parameter($0) }
    }

    /// Creates a statement from an interpolated string.
    public init(stringInterpolation: StringInterpolation) {
        self.sql = stringInterpolation.sql
        self.parameters = stringInterpolation.parameters
    }

    /// Collects text and parameters.
    public struct StringInterpolation: StringInterpolationProtocol {
        var sql = ""
        var parameters: [Parameter] = []

        /// Reserves room.
        public init(literalCapacity: Int, interpolationCount: Int) {
            sql.reserveCapacity(literalCapacity + 4 * interpolationCount)
            parameters.reserveCapacity(interpolationCount)
        }

        /// Appends text.
        public mutating func appendLiteral(_ literal: String) {
            sql += literal
        }

        /// Appends a parameter.
        public mutating func appendInterpolation(_ value: some PostgresEncodable) {
            parameters.append(Parameter(value))
            sql += "$\(parameters.count)"
        }

        /// Appends a parameter, SQL `NULL` when there is no value.
        public mutating func appendInterpolation<T: PostgresEncodable>(_ value: T?) {
            parameters.append(Parameter(value))
            sql += "$\(parameters.count)"
        }

        /// Appends text that is part of the SQL itself; it must never come from input.
        public mutating func appendInterpolation(unsafe text: String) {
            sql += text
        }
    }

    /// The first line, which names the statement in logs and `pg_stat_statements` by convention.
    var name: String {
        String((sql.split(whereSeparator: \.isNewline).first ?? "").trimmingPrefix { $0 == " " }.prefix(80))
    }
}

/// A value in the form in which it travels.
package struct Parameter: Sendable {
    let oid: UInt32
    let bytes: [UInt8]?

    init<T: PostgresEncodable>(_ value: T) {
        oid = T.postgresType.oid
        guard !value.isNull else {
            bytes = nil
            return
        }
        var buffer: [UInt8] = []
        value.encode(into: &buffer)
        bytes = buffer
    }
}
