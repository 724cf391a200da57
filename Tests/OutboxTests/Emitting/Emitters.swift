import Foundation
import Logging
import Postgres
import TestKit

@testable import Outbox

/// Lends an emitter that runs.
func withEmitter(on database: TestDatabase, _ body: (EventEmitter) async throws -> Void) async throws {
    let notifier = Notifier(database.configuration, logger: .silent)
    let emitter = EventEmitter(database: database.pool, notifier: notifier)
    let running = Task { try await emitter.run() }
    defer { running.cancel() }
    try await body(emitter)
    running.cancel()
    try await running.value
}

extension Logger {
    /// Says nothing.
    static var silent: Logger { Logger(label: "test") { _ in SwiftLogNoOpLogHandler() } }
}

extension NewEvent {
    init(_ payload: String, type: String = "a", tenant: String = "default") {
        self.init(type: type, tenant: tenant, payload: Array(payload.utf8))
    }
}

extension UUID {
    /// The 16 bytes.
    var bytes: [UInt8] { withUnsafeBytes(of: uuid) { Array($0) } }

    /// The time of a UUIDv7: its first 48 bits are milliseconds (RFC 9562, section 5.7).
    var milliseconds: UInt64 { bytes.prefix(6).reduce(0) { $0 << 8 | UInt64($1) } }
}

extension TestDatabase {
    /// The bytes that are stored of an event.
    func payload(of event: UUID) async throws -> [UInt8] {
        try await value("SELECT payload FROM outbox.events WHERE id = \(event)::uuid", as: JSONText.self).bytes
    }
}
