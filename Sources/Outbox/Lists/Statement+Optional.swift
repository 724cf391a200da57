import Postgres

extension Statement.StringInterpolation {
    /// Appends a parameter that may be null; saying so keeps the compiler from warning of a description of `nil`.
    mutating func appendInterpolation<T: PostgresEncodable>(_ value: T?) {
        append(value)
    }

    private mutating func append<V: PostgresEncodable>(_ value: V) {
        appendInterpolation(value)
    }
}
