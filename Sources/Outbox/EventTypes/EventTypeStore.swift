import Foundation
import JSONSchema
package import Postgres

/// Reads and writes the catalogue of event types, which all tenants share.
package struct EventTypeStore: Sendable {
    let database: PostgresPool

    package init(database: PostgresPool) {
        self.database = database
    }

    /// Lists event types, the newest first; throws ``CursorError``.
    ///
    /// The table is small, at most ``Limits/eventTypes`` rows: it is read and sorted.
    package func list(_ request: ListRequest = ListRequest()) async throws -> ListPage<EventType> {
        var condition: SQLFragment = "true"
        condition.and(try request.cursor?.createdAndName()) {
            "(created_at, name) < (\($0.createdAt)::timestamptz, \($0.name)::text)"
        }
        let rows = try await database.query(
            """
            -- outbox.list_event_types
            SELECT \(unsafe: EventType.columns) FROM outbox.event_types
            WHERE \(condition) ORDER BY created_at DESC, name DESC LIMIT \(request.limit + 1)::int8
            """
        )
        let items = try rows.map { try EventType($0) }
        return ListPage(items, limit: request.limit) { Cursor(createdAt: $0.createdAt, name: $0.name) }
    }

    /// Reads one; `nil` when there is none.
    package func read(_ name: String) async throws -> EventType? {
        let rows = try await database.query(
            """
            -- outbox.read_event_type
            SELECT \(unsafe: EventType.columns) FROM outbox.event_types WHERE name = \(name)::text LIMIT 1
            """
        )
        return try rows.first.map { try EventType($0) }
    }

    /// Creates or replaces an event type that no application declares.
    ///
    /// - Returns: The event type, and whether it is new.
    /// - Throws: ``Refusal/invalid(_:)``, or ``Refusal/conflict(_:)`` when an application declares it or there are too
    ///   many.
    package func put(
        _ name: String,
        _ definition: EventTypeDefinition
    ) async throws -> (type: EventType, isNew: Bool) {
        let problems = Self.nameProblems(name) + definition.problems()
        guard problems.isEmpty else { throw Refusal.invalid(problems) }
        return try await database.withTransaction { transaction in
            try await refuseTooMany(adding: [name], on: transaction)
            let rows = try await transaction.query(
                """
                -- outbox.put_event_type
                INSERT INTO outbox.event_types AS t (name, method, summary, description, schema, example, validation,
                  deprecated, source)
                VALUES (\(name)::text, \(Self.values(of: definition)), 'api')
                ON CONFLICT (name) DO UPDATE SET \(unsafe: Self.assignments), source = 'api', updated_at = now()
                WHERE t.source <> 'code' AND t.declared_by IS NULL
                RETURNING \(unsafe: EventType.columns), xmax = 0 AS is_new
                """
            )
            guard let row = rows.first else { throw try await declaredInCode(name, on: transaction) }
            return (try EventType(row), try row.decode("is_new"))
        }
    }

    /// Deletes an event type; its events and what subscriptions name it by stay.
    ///
    /// - Throws: ``Refusal/notFound``, or ``Refusal/conflict(_:)`` when an application declares it.
    package func delete(_ name: String) async throws {
        let deleted = try await database.execute(
            """
            -- outbox.delete_event_type
            DELETE FROM outbox.event_types
            WHERE name = \(name)::text AND source <> 'code' AND declared_by IS NULL
            """
        )
        guard deleted == 0 else { return }
        guard try await read(name) != nil else { throw Refusal.notFound }
        throw try await declaredInCode(name, on: database)
    }

    // MARK: Parts

    /// What is wrong with a name that the API or an application brings.
    package static func nameProblems(_ name: String) -> [FieldProblem] {
        guard EventTypeName.isValid(name) else {
            return [FieldProblem("/name", "pattern", "an event type's name has \(EventTypeName.form)")]
        }
        guard !EventTypeName.isReserved(name) else {
            let message = "names that start with \(EventTypeName.reservedPrefix) are Postrider's own"
            return [FieldProblem("/name", "not", message)]
        }
        return []
    }

    static func values(of definition: EventTypeDefinition) -> SQLFragment {
        """
        \(definition.method.rawValue)::text, \(definition.summary)::text, \(definition.description)::text,
        \(definition.schema.map { JSONText($0.bytes()) })::json, \(definition.example.map { JSONText($0.bytes()) })::json,
        \(definition.validation.rawValue)::text, \(definition.isDeprecated)::bool
        """
    }

    static let assignments = """
        method = excluded.method, summary = excluded.summary, description = excluded.description,
        schema = excluded.schema, example = excluded.example, validation = excluded.validation,
        deprecated = excluded.deprecated
        """

    /// Every process keeps the whole catalogue in memory, so its size has a limit.
    func refuseTooMany(adding names: [String], on database: some Queryable) async throws {
        let rows = try await database.query(
            """
            -- outbox.count_event_types
            SELECT count(*) FILTER (WHERE NOT name = ANY (\(names)::text[])) AS others FROM outbox.event_types
            """
        )
        guard let others = try rows.first?.decode("others", as: Int.self), others + names.count > Limits.eventTypes
        else { return }
        throw Refusal.conflict("There are \(Limits.eventTypes) event types already: delete some that nobody uses.")
    }

    private func declaredInCode(_ name: String, on database: some Queryable) async throws -> Refusal {
        let rows = try await database.query(
            """
            -- outbox.read_declarer
            SELECT declared_by FROM outbox.event_types WHERE name = \(name)::text LIMIT 1
            """
        )
        let owner = try rows.first?.decode("declared_by", as: String?.self) ?? "an application"
        return Refusal.conflict("The event type '\(name)' is declared by \(owner): change it there.")
    }
}

extension Cursor {
    /// The key of the list of event types: when it was created, in microseconds, and its name.
    init(createdAt: Date, name: String) {
        let microseconds = Int64((createdAt.timeIntervalSince1970 * 1e6).rounded())
        self.init(.eventTypes, key: withUnsafeBytes(of: microseconds.bigEndian, Array.init) + Array(name.utf8))
    }

    func createdAndName() throws(CursorError) -> (createdAt: Date, name: String) {
        guard key.count > 8, let name = String(validating: key.dropFirst(8), as: UTF8.self), !name.utf8.contains(0)
        else { throw CursorError() }
        let microseconds = key.prefix(8).reduce(Int64(0)) { $0 << 8 | Int64($1) }
        return (Date(timeIntervalSince1970: Double(microseconds) / 1e6), name)
    }
}
