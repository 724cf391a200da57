import Crypto
import Foundation
package import Postgres

/// The statement that records events, one or a thousand, in one commit.
package enum EmitStatement {
    /// Records one event with a statement of its own; throws ``EmitError`` or `PostgresError`.
    package static func emit(
        _ event: NewEvent,
        key: String?,
        on database: some Queryable
    ) async throws -> EmittedEvent {
        do {
            guard case .recorded(let emitted)? = try await run([Input(event: event, key: key)], on: database).first
            else { throw EmitError.keyConflict }
            return emitted
        } catch {
            throw EmitError(error) ?? error
        }
    }

    /// An event with its idempotency key.
    struct Input: Sendable {
        var event: NewEvent
        var key: String?
    }

    /// What became of an input.
    enum Result: Sendable, Equatable {
        case recorded(EmittedEvent)
        case keyConflict
    }

    /// Records the events, all of them or none; results are in the order of the inputs.
    static func run(_ inputs: [Input], on database: some Queryable) async throws -> [Result] {
        guard inputs.contains(where: { $0.key != nil }) else {
            return try await record(inputs.map(\.event), on: database).map { .recorded($0) }
        }
        return try await recordKeyed(inputs, on: database)
    }

    static func record(_ events: [NewEvent], on database: some Queryable) async throws -> [EmittedEvent] {
        let rows = try await database.query(
            """
            -- outbox.emit
            WITH input AS MATERIALIZED (
              SELECT t.*, outbox.uuid_v7() AS id
              FROM unnest(\(events.map(\.tenant))::text[], \(events.map(\.type))::text[],
                \(events.map { JSONText($0.payload) })::json[], \(events.map(\.traceparent))::text[])
                WITH ORDINALITY AS t(tenant, type, payload, traceparent, n)),
            e AS (
              INSERT INTO outbox.events (id, tenant, type, payload, traceparent, checked)
              SELECT id, tenant, type, payload, traceparent, true FROM input)
            SELECT id, outbox.uuid_time(id) AS created_at FROM input ORDER BY n
            """
        )
        return try rows.map {
            EmittedEvent(id: try $0.decode("id"), createdAt: try $0.decode("created_at"), isReplay: false)
        }
    }

    /// Keys are inserted in sorted order, so that two batches never wait for each other in a circle.
    private static func recordKeyed(_ inputs: [Input], on database: some Queryable) async throws -> [Result] {
        let hashes = inputs.map { $0.key == nil ? nil : Bytea(bodyHash($0.event)) }
        let rows = try await database.query(
            """
            -- outbox.emit_keyed
            WITH input AS MATERIALIZED (
              SELECT t.*, outbox.uuid_v7() AS id
              FROM unnest(\(inputs.map(\.event.tenant))::text[], \(inputs.map(\.event.type))::text[],
                \(inputs.map { JSONText($0.event.payload) })::json[], \(inputs.map(\.event.traceparent))::text[],
                \(inputs.map(\.key))::text[], \(hashes)::bytea[])
                WITH ORDINALITY AS t(tenant, type, payload, traceparent, key, body_hash, n)),
            k AS (
              INSERT INTO outbox.idempotency_keys (tenant, key, event_id, body_hash)
              SELECT DISTINCT ON (tenant, key) tenant, key, id, body_hash FROM input WHERE key IS NOT NULL
              ORDER BY tenant, key, n ON CONFLICT DO NOTHING RETURNING event_id),
            e AS (
              INSERT INTO outbox.events (id, tenant, type, payload, traceparent, checked)
              SELECT id, tenant, type, payload, traceparent, true FROM input
              WHERE key IS NULL OR id IN (SELECT event_id FROM k) RETURNING id)
            SELECT e.id IS NOT NULL AS created, coalesce(e.id, x.event_id) AS event_id,
              outbox.uuid_time(coalesce(e.id, x.event_id)) AS created_at,
              e.id IS NOT NULL OR x.body_hash IS NOT DISTINCT FROM i.body_hash AS same_body
            FROM input i LEFT JOIN e ON e.id = i.id
              LEFT JOIN outbox.idempotency_keys x ON x.tenant = i.tenant AND x.key = i.key
            ORDER BY i.n
            """
        )
        var results: [Result] = []
        for (input, row) in zip(inputs, rows) {
            guard try row.decode("event_id", as: UUID?.self) != nil else {
                results.append(try await findKey(of: input, on: database))
                continue
            }
            results.append(try result(from: row, isReplay: try !row.decode("created")))
        }
        return results
    }

    /// The key was committed by another statement at the same time, or by an earlier input of this one: it is visible
    /// to a new statement only.
    private static func findKey(of input: Input, on database: some Queryable) async throws -> Result {
        let rows = try await database.query(
            """
            -- outbox.find_key
            SELECT event_id, outbox.uuid_time(event_id) AS created_at,
              body_hash = \(Bytea(bodyHash(input.event)))::bytea AS same_body
            FROM outbox.idempotency_keys
            WHERE tenant = \(input.event.tenant)::text AND key = \(input.key)::text
            """
        )
        guard let row = rows.first else {
            throw PostgresError(.transactionAborted, message: "an idempotency key vanished while it was read")
        }
        return try result(from: row, isReplay: true)
    }

    private static func result(from row: Row, isReplay: Bool) throws -> Result {
        guard try row.decode("same_body") else { return .keyConflict }
        return .recorded(
            EmittedEvent(
                id: try row.decode("event_id"),
                createdAt: try row.decode("created_at"),
                isReplay: isReplay
            )
        )
    }

    /// SHA-256 of the type, a NUL and the payload: what "the same body" means for an idempotency key.
    private static func bodyHash(_ event: NewEvent) -> [UInt8] {
        var hash = SHA256()
        hash.update(data: Array(event.type.utf8))
        hash.update(data: [0])
        hash.update(data: event.payload)
        return Array(hash.finalize())
    }
}

extension Queryable {
    /// Records events with the caller's statement or inside its transaction; all of them or none.
    package func emit(_ events: [NewEvent]) async throws -> [EmittedEvent] {
        guard !events.isEmpty else { return [] }
        return try await EmitStatement.record(events, on: self)
    }
}
