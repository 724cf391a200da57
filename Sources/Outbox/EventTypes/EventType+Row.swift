import JSONSchema
import Postgres

extension EventType {
    /// The columns that ``init(_:)`` reads.
    static let columns = """
        name, method, summary, description, schema, example, validation, deprecated, source, declared_by, release,
        created_at, updated_at
        """

    init(_ row: Row) throws {
        self.init(
            name: try row.decode("name"),
            definition: EventTypeDefinition(
                method: try row.decode(case: "method"),
                summary: try row.decode("summary"),
                description: try row.decode("description"),
                schema: try Self.json(try row.decode("schema")),
                example: try Self.json(try row.decode("example")),
                validation: try row.decode(case: "validation"),
                isDeprecated: try row.decode("deprecated")
            ),
            source: try row.decode(case: "source"),
            declaredBy: try row.decode("declared_by"),
            release: try row.decode("release"),
            createdAt: try row.decode("created_at"),
            updatedAt: try row.decode("updated_at")
        )
    }

    /// Plain SQL may have written what this parser refuses (repeated names): it is shown as a string then.
    private static func json(_ stored: JSONText?) throws -> JSON? {
        guard let stored else { return nil }
        return (try? JSON.parse(stored.bytes)) ?? .string(String(decoding: stored.bytes, as: UTF8.self))
    }

    /// Whether an application's start declares it: it is changed there, not by the API.
    package var isDeclaredInCode: Bool {
        source == .code || declaredBy != nil
    }
}
