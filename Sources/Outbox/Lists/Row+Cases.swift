import Postgres

extension Row {
    /// Reads a text column as an enum's raw value; throws ``PostgresError/Code/decoding`` when it is none of them.
    func decode<T: RawRepresentable<String>>(case column: String, as: T.Type = T.self) throws(PostgresError) -> T {
        let text = try decode(column, as: String.self)
        guard let value = T(rawValue: text) else {
            throw PostgresError(.decoding, message: "column \(column) holds none of the known values")
        }
        return value
    }

    /// Reads a text column that may be null as an enum's raw value.
    func decode<T: RawRepresentable<String>>(
        optionalCase column: String,
        as: T.Type = T.self
    ) throws(PostgresError) -> T? {
        try decode(column, as: String?.self) == nil ? nil : try decode(case: column)
    }
}
