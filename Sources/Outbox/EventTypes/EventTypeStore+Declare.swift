import Postgres

/// What a declaration changed.
package struct EventTypeDeclarationResult: Sendable, Equatable {
    /// Names of new types, sorted.
    package var inserted: [String] = []
    /// Names of changed types, sorted.
    package var updated: [String] = []
    /// Names of types left as a newer release has declared them, sorted.
    package var newer: [String] = []
}

extension EventTypeStore {
    /// Writes what an application declares at its start, only where it differs; deletes nothing.
    ///
    /// Throws ``EventTypeDeclarationError`` for another application's types or definitions that are not valid, all of
    /// them at once, and ``Refusal/conflict(_:)`` for too many.
    @discardableResult
    package func declare(_ declaration: EventTypeDeclaration) async throws -> EventTypeDeclarationResult {
        let problems = declaration.types.compactMapValues { $0.problems() }
            .merging(declaration.types.keys.map { ($0, Self.nameProblems($0)) }, uniquingKeysWith: +)
            .filter { !$0.value.isEmpty }
        guard problems.isEmpty else { throw EventTypeDeclarationError.invalid(problems) }
        guard !declaration.types.isEmpty else { return EventTypeDeclarationResult() }
        return try await database.withTransaction { transaction in
            // Replicas that start at once take turns; readers are not kept waiting.
            try await transaction.execute(
                "-- outbox.lock_event_types\nLOCK TABLE outbox.event_types IN SHARE ROW EXCLUSIVE MODE"
            )
            return try await declare(declaration, on: transaction)
        }
    }

    private func declare(
        _ declaration: EventTypeDeclaration,
        on transaction: Transaction
    ) async throws -> EventTypeDeclarationResult {
        let names = declaration.types.keys.sorted()
        try await refuseTooMany(adding: names, on: transaction)
        let stored = try await storedTypes(names, on: transaction)
        let steps = names.map { ($0, declaration.step(for: $0, stored: stored[$0])) }
        let owners = steps.compactMap { name, step -> (String, String)? in
            if case .refuse(let owner) = step { (name, owner) } else { nil }
        }
        guard owners.isEmpty else {
            throw EventTypeDeclarationError.declaredByAnother(
                application: declaration.application,
                owners: Dictionary(owners) { first, _ in first }
            )
        }
        var result = EventTypeDeclarationResult()
        for (name, step) in steps {
            switch step {
            case .insert: result.inserted.append(name)
            case .update: result.updated.append(name)
            case .keepNewer: result.newer.append(name)
            case .noteRelease: try await noteRelease(of: name, declaration.release, on: transaction)
            case .keep, .refuse: break
            }
            guard step == .insert || step == .update, let definition = declaration.types[name] else { continue }
            try await write(name, definition, of: declaration, on: transaction)
        }
        return result
    }

    private func storedTypes(_ names: [String], on transaction: Transaction) async throws -> [String: EventType] {
        let rows = try await transaction.query(
            """
            -- outbox.declared_event_types
            SELECT \(unsafe: EventType.columns) FROM outbox.event_types
            WHERE name = ANY (\(names)::text[]) LIMIT \(names.count)::int8
            """
        )
        let types = try rows.map { try EventType($0) }
        return Dictionary(types.map { ($0.name, $0) }) { first, _ in first }
    }

    private func write(
        _ name: String,
        _ definition: EventTypeDefinition,
        of declaration: EventTypeDeclaration,
        on transaction: Transaction
    ) async throws {
        try await transaction.execute(
            """
            -- outbox.declare_event_type
            INSERT INTO outbox.event_types (name, method, summary, description, schema, example, validation, deprecated,
              source, declared_by, release)
            VALUES (\(name)::text, \(Self.values(of: definition)), \(declaration.source.rawValue)::text,
              \(declaration.application)::text, \(declaration.release)::text)
            ON CONFLICT (name) DO UPDATE SET \(unsafe: Self.assignments), source = excluded.source,
              declared_by = excluded.declared_by, release = excluded.release, updated_at = now()
            """
        )
    }

    private func noteRelease(of name: String, _ release: String?, on transaction: Transaction) async throws {
        try await transaction.execute(
            """
            -- outbox.note_release
            UPDATE outbox.event_types SET release = \(release)::text WHERE name = \(name)::text
            """
        )
    }
}
