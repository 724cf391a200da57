import ArgumentParser
import Foundation
import JSONSchema
import Logging
import Outbox
import Postgres

/// `postrider emit`.
struct EmitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "emit",
        abstract: "Record an event in the outbox and print its id.",
        discussion: """
            The payload is checked against the schema of the event type first. Without --payload the declared example \
            is sent.
            """
    )

    @OptionGroup var database: DatabaseOptions

    @Argument(help: "The event type, such as new-subscription.")
    var type: String

    @Option(help: "Whose subscribers receive it.")
    var tenant = "default"

    @Option(help: "A repetition with the same key records nothing and prints the first event's id.")
    var idempotencyKey: String?

    @Option(help: ArgumentHelp("The payload: JSON text, @FILE, or - for standard input.", valueName: "json|@file|-"))
    var payload: String?

    func validate() throws {
        if type.hasPrefix("postrider.") {
            throw ValidationError("event types that start with `postrider.` are the gateway's own")
        }
        if let idempotencyKey, !Limits.idempotencyKeyBytes.contains(idempotencyKey.utf8.count) {
            throw ValidationError("--idempotency-key takes \(Limits.idempotencyKeyBytes) bytes")
        }
    }

    func run() async throws {
        let given = try payload.map(PayloadSource.read)
        let id = try await database.withDatabase { try await emit(given, on: $0) }
        Output.line(id.uuidString.lowercased())
    }

    private func emit(_ given: [UInt8]?, on database: PostgresPool) async throws -> UUID {
        try await Migrator(database: database).check()
        let bytes = if let given { given } else { try await example(on: database) }
        let result = try await Catalogue(database: database).check(type: type, payload: bytes[...])
        switch result {
        case .ok: break
        case .warned(let violations):
            for violation in violations { Output.error("postrider: warning: payload: \(violation)") }
        case .undeclared:
            throw ToolError("there is no event type `\(type)`: declare it in the gateway, or with PUT /v1/event-types")
        case .invalid(let violations):
            throw ToolError(violations.map { "payload: \($0)" }.joined(separator: "\n"))
        }
        return try await record(NewEvent(type: type, tenant: tenant, payload: bytes), on: database)
    }

    private func record(_ event: NewEvent, on database: PostgresPool) async throws -> UUID {
        let notifier = Notifier(database.configuration, logger: Logger(label: "postrider"))
        let emitter = EventEmitter(database: database, notifier: notifier)
        let emitted = try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await emitter.run() }
            defer { group.cancelAll() }
            do {
                return try await emitter.emit(event, key: idempotencyKey)
            } catch EmitError.keyConflict {
                throw ToolError("the idempotency key was used with another event type or payload")
            } catch EmitError.refused(let sqlState) {
                throw ToolError("the database refused the event (SQLSTATE \(sqlState)): check tenant and type")
            }
        }
        // A hint to the workers, which find the event by themselves within a moment as well.
        try await database.execute("NOTIFY \(unsafe: Notifier.channel)")
        return emitted.id
    }

    private func example(on database: PostgresPool) async throws -> [UInt8] {
        guard let declared = try await EventTypeStore(database: database).read(type) else {
            throw ToolError("there is no event type `\(type)`: declare it in the gateway, or with PUT /v1/event-types")
        }
        guard let example = declared.definition.example else {
            throw ToolError("`\(type)` declares no example: give the payload with --payload")
        }
        return example.bytes()
    }
}

/// Reads what `--payload` means.
enum PayloadSource {
    static func read(_ argument: String) throws -> [UInt8] {
        let bytes: [UInt8]
        if argument == "-" {
            bytes = Array(FileHandle.standardInput.readDataToEndOfFile())
        } else if argument.hasPrefix("@") {
            let path = String(argument.dropFirst())
            guard let data = FileManager.default.contents(atPath: path) else {
                throw ToolError("the payload's file \(path) cannot be read")
            }
            bytes = Array(data)
        } else {
            bytes = Array(argument.utf8)
        }
        guard bytes.count <= Limits.payloadBytes else {
            throw ToolError("the payload has \(bytes.count) bytes; at most \(Limits.payloadBytes) are taken")
        }
        do {
            _ = try JSON.parse(bytes)
        } catch {
            throw ToolError("the payload is not JSON: \(error)")
        }
        return bytes
    }
}
