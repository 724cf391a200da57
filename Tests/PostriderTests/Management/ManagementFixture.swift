import Foundation
import HTTPTypes
import Logging
import Outbox
import Postgres
import TestKit
import Testing

@testable import Postrider

/// A gateway with the management routes on a database of its own, and a client with the operator's key.
struct Management {
    static let key = "operator-key-of-thirty-two-characters"
    static let tenantKey = "key-of-acme"
    static let readingKey = "key-that-only-reads"

    let client: TestClient
    let database: TestDatabase
    let box: SecretBox

    /// A client's request with a key, the operator's by default.
    func send(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ json: JSON? = nil,
        key: String? = Management.key,
        headers: HTTPFields = [:]
    ) async throws -> TestResponse {
        var headers = headers
        headers[.authorization] = key.map { "Bearer \($0)" }
        return try await client.execute(method, path, headers: headers, json: json)
    }

    /// A client's request with a body of exactly these bytes.
    func send(_ method: HTTPRequest.Method, _ path: String, text: String) async throws -> TestResponse {
        let headers: HTTPFields = [.authorization: "Bearer \(Self.key)", .contentType: "application/json"]
        return try await client.execute(method, path, headers: headers, body: Array(text.utf8))
    }
}

/// Answers from a table; other names do not resolve.
struct TableResolver: AddressResolver {
    var addresses: [String: String] = ["inner.example": "10.0.0.7", "public.example": "93.184.216.34"]

    func resolve(host: String, port: Int) async throws -> [IPAddress] {
        guard let address = addresses[host].flatMap({ IPAddress($0) }) else {
            throw ResolveError(.notFound, "no such name")
        }
        return [address]
    }
}

/// Lends a management API on a fresh database.
func withManagement(_ body: (Management) async throws -> Void) async throws {
    try await withDatabase { database async throws in
        try await withManagement(on: database, body)
    }
}

func withManagement(
    on database: TestDatabase,
    box: SecretBox = SecretBox(),
    _ body: (Management) async throws -> Void
) async throws {
    let notifier = Notifier(database.configuration, logger: Logger(label: "test"))
    let emitter = EventEmitter(database: database.pool, notifier: notifier)
    let gateway = Gateway(title: "Test", version: "1.0.0")
    gateway.include(ManagementAPI.forTests(on: database, box: box, emitter: emitter))
    let services = GatewayServices(pool: database.pool, emitter: emitter)
    try await withThrowingTaskGroup(of: Void.self) { group async throws in
        group.addTask { try await emitter.run() }
        do {
            try await gateway.test(services: services) { client async throws in
                try await body(Management(client: client, database: database, box: box))
            }
        } catch {
            group.cancelAll()
            throw error
        }
        group.cancelAll()
    }
}

extension ManagementAPI {
    static func forTests(on database: TestDatabase, box: SecretBox = SecretBox(), emitter: EventEmitter)
        -> ManagementAPI
    {
        let acme = Caller(tenant: "acme", scopes: Set(Caller.Scope.allCases))
        return ManagementAPI(
            subscriptions: SubscriptionStore(database: database.pool, box: box),
            subscriptionCheck: SubscriptionCheck(policy: AddressPolicy(), resolver: TableResolver()),
            events: EventStore(database: database.pool),
            deliveries: DeliveryStore(database: database.pool),
            eventTypes: EventTypeStore(database: database.pool),
            catalogue: Catalogue(database: database.pool),
            emitter: emitter,
            operatorKey: OperatorKey(Management.key),
            isDocumented: true,
            issuedKeys: [
                IssuedKey(Management.tenantKey, caller: acme),
                IssuedKey(Management.readingKey, caller: Caller(tenant: nil, scopes: [.read])),
            ]
        )
    }
}

extension TestResponse {
    /// The problem's faults as "pointer keyword", in order.
    var faults: [String] {
        get throws {
            (try json["errors"]?.arrayValue ?? [])
                .map {
                    "\($0["pointer"]?.stringValue ?? "?") \($0["keyword"]?.stringValue ?? "?")"
                }
        }
    }

    /// A member of the body, as text.
    func text(_ member: String) throws -> String? {
        try json[member]?.stringValue
    }

    /// A member of each item of the list's page.
    func items(_ member: String) throws -> [String?] {
        (try json["data"]?.arrayValue ?? []).map { $0[member]?.stringValue }
    }
}
