import Foundation
import JSONSchema
import Postgres

/// Reads the catalogue: the names and times of all types, and only the schemas that have changed.
enum CatalogueReader {
    /// Names of one statement that reads schemas, which may have 256 KiB each.
    private static let batch = 100

    static func read(from database: any Queryable, known: CatalogueSnapshot) async throws -> CatalogueSnapshot {
        let rows = try await database.query(
            """
            -- outbox.catalogue
            SELECT name, updated_at FROM outbox.event_types ORDER BY name LIMIT \(Limits.eventTypes)::int8
            """
        )
        var entries: [String: CatalogueSnapshot.Entry] = [:]
        entries.reserveCapacity(rows.count)
        var changed: [String] = []
        for row in rows {
            let name = try row.decode("name", as: String.self)
            if let entry = known[name], entry.updatedAt == (try row.decode("updated_at", as: Date.self)) {
                entries[name] = entry
            } else {
                changed.append(name)
            }
        }
        for start in stride(from: 0, to: changed.count, by: batch) {
            for entry in try await readEntries(changed[start...].prefix(batch), from: database) {
                entries[entry.name] = entry
            }
        }
        return CatalogueSnapshot(entries: entries)
    }

    private static func readEntries(
        _ names: ArraySlice<String>,
        from database: any Queryable
    ) async throws -> [CatalogueSnapshot.Entry] {
        let rows = try await database.query(
            """
            -- outbox.catalogue_entries
            SELECT name, method, validation, deprecated, updated_at, schema FROM outbox.event_types
            WHERE name = ANY (\(Array(names))::text[]) LIMIT \(names.count)::int8
            """
        )
        return try rows.map { row in
            CatalogueSnapshot.Entry(
                name: try row.decode("name"),
                method: try row.decode(case: "method"),
                validation: try row.decode(case: "validation"),
                isDeprecated: try row.decode("deprecated"),
                updatedAt: try row.decode("updated_at"),
                schema: compile(try row.decode("schema"))
            )
        }
    }

    private static func compile(_ text: JSONText?) -> CatalogueSnapshot.Entry.Schema {
        guard let text else { return .absent }
        do {
            return .compiled(try CompiledSchema(try JSON.parse(text.bytes)))
        } catch {
            return .broken("\(error)")
        }
    }
}
