/// The rows that a statement answered, copied out of libpq.
public struct Rows: RandomAccessCollection, Sendable {
    private let storage: Storage
    /// How many rows the statement inserted, updated, deleted or selected.
    public let affected: Int
    /// The command tag, such as `INSERT 0 1` or `ROLLBACK`.
    package let command: String

    /// The first row's position.
    public var startIndex: Int { 0 }
    /// The position after the last row.
    public var endIndex: Int { storage.rowCount }
    /// The row at a position.
    public subscript(position: Int) -> Row {
        precondition(indices.contains(position), "row \(position) of \(storage.rowCount)")
        return Row(storage: storage, index: position)
    }

    init(storage: Storage, affected: Int, command: String) {
        self.storage = storage
        self.affected = affected
        self.command = command
    }

    static let none = Rows(
        storage: Storage(columns: [], rowCount: 0, bytes: [], spans: []),
        affected: 0,
        command: ""
    )

    /// All values of a result in one buffer: one allocation instead of one a value.
    struct Storage: Sendable {
        struct Column: Sendable {
            let name: String
            let oid: UInt32
            let format: PostgresField.Format
        }

        var columns: [Column]
        var rowCount: Int
        var bytes: [UInt8]
        /// Row by row: where each value starts, and its length or -1 for null.
        var spans: [(start: Int, length: Int32)]
    }
}

/// One row.
public struct Row: Sendable {
    let storage: Rows.Storage
    let index: Int

    /// Reads a column by its name; throws ``PostgresError/Code/decoding`` when it is absent or of another type.
    public func decode<T: PostgresDecodable>(_ column: String, as: T.Type = T.self) throws(PostgresError) -> T {
        guard let position = storage.columns.firstIndex(where: { $0.name == column }) else {
            var error = PostgresError(.decoding, message: "no such column in the answer")
            error.column = column
            throw error
        }
        return try decode(at: position)
    }

    /// Reads a column by its position.
    public func decode<T: PostgresDecodable>(at position: Int, as: T.Type = T.self) throws(PostgresError) -> T {
        precondition(storage.columns.indices.contains(position), "column \(position) of \(storage.columns.count)")
        let column = storage.columns[position]
        let span = storage.spans[index * storage.columns.count + position]
        let bytes = span.length < 0 ? nil : storage.bytes[span.start..<span.start + Int(span.length)]
        return try T(from: PostgresField(column: column.name, oid: column.oid, format: column.format, bytes: bytes))
    }
}
