public import Foundation
import Outbox
public import Postgres

extension Webhook {
    /// The event of a payload, checked.
    func event(_ payload: Body, tenant: String) throws -> (event: NewEvent, contract: WebhookContract) {
        guard let contract = declaration.contract else {
            throw PayloadError.notIncluded(webhook: declaration.localName)
        }
        let event = NewEvent(
            type: contract.name,
            tenant: tenant,
            payload: try contract.payload(payload),
            traceparent: TraceParent.current
        )
        return (event, contract)
    }
}

extension Transaction {
    /// Records an event, which exists if, and only if, this transaction commits.
    ///
    /// - Parameters:
    ///   - webhook: What happened.
    ///   - payload: What receivers get.
    ///   - tenant: Whose event it is, 1 to 128 characters.
    /// - Returns: The event's id, which receivers see as `webhook-id`.
    /// - Throws: ``PayloadError`` or `PostgresError`; after either the transaction should be left by throwing.
    @discardableResult
    public func emit<Body>(_ webhook: Webhook<Body>, _ payload: Body, tenant: String = "default") async throws -> UUID {
        try await emit(webhook, [payload], tenant: tenant)[0]
    }

    /// Records several events of one kind with one statement.
    ///
    /// - Returns: Their ids, in the order of the payloads.
    @discardableResult
    public func emit<Body>(
        _ webhook: Webhook<Body>,
        _ payloads: [Body],
        tenant: String = "default"
    ) async throws -> [UUID] {
        let prepared = try payloads.map { try webhook.event($0, tenant: tenant) }
        guard let contract = prepared.first?.contract else {
            return []
        }
        let emitted = try await emit(prepared.map(\.event))
        afterCommit(contract.notify)
        return emitted.map(\.id)
    }
}

extension Gateway {
    /// Records an event in a transaction of its own and returns after the commit.
    ///
    /// Concurrent calls share a statement. Where the event reports a change that this process makes in the database,
    /// ``Postgres/Transaction/emit(_:_:tenant:)`` in the change's transaction is the right call.
    ///
    /// - Parameters:
    ///   - webhook: What happened.
    ///   - payload: What receivers get.
    ///   - tenant: Whose event it is, 1 to 128 characters.
    ///   - idempotencyKey: A second call with the same key answers the first event's id.
    /// - Returns: The event's id.
    /// - Throws: ``PayloadError``, `EmitError`, or `PostgresError`, after which the outcome is unknown.
    @discardableResult
    public func emit<Body>(
        _ webhook: Webhook<Body>,
        _ payload: Body,
        tenant: String = "default",
        idempotencyKey: String? = nil
    ) async throws -> UUID {
        let event = try webhook.event(payload, tenant: tenant).event
        guard let emitter = services.emitter else {
            throw PayloadError.noOutbox(webhook: event.type)
        }
        return try await emitter.emit(event, key: idempotencyKey).id
    }
}
