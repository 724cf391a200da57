import CLibpq

extension Rows {
    /// Copies a result and clears it; throws what the server reports.
    init(taking result: OpaquePointer) throws(PostgresError) {
        defer { PQclear(result) }
        switch PQresultStatus(result) {
        case PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_EMPTY_QUERY, PGRES_SINGLE_TUPLE:
            break
        default:
            throw PostgresError(result: result)
        }
        self.init(
            storage: Storage(result),
            affected: Int(String(cString: PQcmdTuples(result))) ?? 0,
            command: String(cString: PQcmdStatus(result))
        )
    }
}

extension Rows.Storage {
    fileprivate init(_ result: OpaquePointer) {
        let columnCount = PQnfields(result)
        let rows = PQntuples(result)
        columns = (0..<columnCount)
            .map {
                Column(
                    name: String(cString: PQfname(result, $0)),
                    oid: PQftype(result, $0),
                    format: PQfformat(result, $0) == 1 ? .binary : .text
                )
            }
        rowCount = Int(rows)
        bytes = []
        spans = []
        spans.reserveCapacity(Int(rows) * Int(columnCount))
        for row in 0..<rows {
            for column in 0..<columnCount { append(result, row, column) }
        }
    }

    private mutating func append(_ result: OpaquePointer, _ row: CInt, _ column: CInt) {
        guard PQgetisnull(result, row, column) == 0, let value = PQgetvalue(result, row, column) else {
            spans.append((bytes.count, -1))
            return
        }
        let length = PQgetlength(result, row, column)
        spans.append((bytes.count, length))
        bytes.append(contentsOf: UnsafeRawBufferPointer(start: value, count: Int(length)))
    }
}

extension PostgresError {
    /// The server's error report (PostgreSQL documentation, 55.8).
    fileprivate init(result: OpaquePointer) {
        func field(_ code: Character) -> String? {
            guard let ascii = code.asciiValue, let text = PQresultErrorField(result, CInt(ascii)) else { return nil }
            return String(cString: text)
        }
        let sqlState = field("C")
        // Without a SQLSTATE the report is libpq's own: the connection broke while the answer was awaited.
        self.init(
            sqlState == nil ? .connectionLost : .server,
            message: field("M") ?? String(cString: PQresultErrorMessage(result)).trimmingTrailingNewlines(),
            sqlState: sqlState
        )
        constraint = field("n")
        column = field("c")
    }
}
