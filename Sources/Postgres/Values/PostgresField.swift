/// One value of a row as the server sent it.
public struct PostgresField: Sendable {
    /// How the bytes are to be read.
    public enum Format: Sendable {
        /// The type's text form, as `psql` shows it; simple queries answer so.
        case text
        /// The type's binary form; statements with parameters answer so.
        case binary
    }

    /// The column's name.
    public let column: String
    /// The column's type.
    public let oid: UInt32
    /// How the bytes are to be read.
    public let format: Format
    /// The bytes, `nil` for SQL `NULL`.
    public let bytes: ArraySlice<UInt8>?

    func required() throws(PostgresError) -> ArraySlice<UInt8> {
        guard let bytes else { throw mismatch("it is NULL") }
        return bytes
    }

    func mismatch(_ reason: String) -> PostgresError {
        var error = PostgresError(.decoding, message: "type oid \(oid): \(reason)")
        error.column = column
        return error
    }

    /// The big-endian integer that fills the bytes.
    func integer<I: FixedWidthInteger>(_: I.Type, of bytes: ArraySlice<UInt8>) throws(PostgresError) -> I {
        guard bytes.count == I.bitWidth / 8 else { throw mismatch("it has \(bytes.count) bytes") }
        return bytes.reduce(0) { $0 << 8 | I(truncatingIfNeeded: $1) }
    }
}
