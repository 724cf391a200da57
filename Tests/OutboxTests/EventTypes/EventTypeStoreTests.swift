import Foundation
import JSONSchema
import Postgres
import TestKit
import Testing

@testable import Outbox

struct EventTypeStoreTests {
    @Test func keepsEveryField() async throws {
        try await withDatabase { database in
            let store = EventTypeStore(database: database.pool)
            let definition = EventTypeDefinition(
                method: .put,
                summary: "S",
                description: "D",
                schema: ["type": "object", "title": "T"],
                example: ["a": 1.50],
                validation: .warn,
                isDeprecated: true
            )
            let (created, isNew) = try await store.put("billing.paid", definition)
            #expect(isNew)
            #expect(created.definition == definition)
            #expect(created.source == .api && !created.isDeclaredInCode)
            #expect(try await store.read("billing.paid") == created)
            let (replaced, isNewAgain) = try await store.put("billing.paid", EventTypeDefinition())
            #expect(!isNewAgain)
            #expect(replaced.definition == EventTypeDefinition())
            #expect(replaced.createdAt == created.createdAt)
            #expect(replaced.updatedAt > created.updatedAt)
        }
    }

    @Test func leavesToCodeWhatCodeDeclares() async throws {
        try await withDatabase { database in
            let store = EventTypeStore(database: database.pool)
            try await store.declare(EventTypeDeclaration(application: "shop", types: ["a": EventTypeDefinition()]))
            let refusal = Refusal.conflict("The event type 'a' is declared by shop: change it there.")
            await #expect(throws: refusal) { try await store.put("a", EventTypeDefinition(summary: "x")) }
            await #expect(throws: refusal) { try await store.delete("a") }
            #expect(try await store.read("a")?.definition.summary == nil)
        }
    }

    @Test func deletesItsOwn() async throws {
        try await withDatabase { database in
            let store = EventTypeStore(database: database.pool)
            _ = try await store.put("a", EventTypeDefinition())
            try await store.delete("a")
            #expect(try await store.read("a") == nil)
            await #expect(throws: Refusal.notFound) { try await store.delete("a") }
        }
    }

    @Test func refusesWhatIsNotValid() async throws {
        try await withDatabase { database in
            let store = EventTypeStore(database: database.pool)
            await #expect(throws: Refusal.self) { try await store.put("a b", EventTypeDefinition()) }
            await #expect(throws: Refusal.self) { try await store.put("a", EventTypeDefinition(schema: 1)) }
            let left = try await store.list().items
            #expect(left.isEmpty)
        }
    }

    @Test func listsTheNewestFirstInPages() async throws {
        try await withDatabase { database in
            let store = EventTypeStore(database: database.pool)
            // Declared together, hence of one moment: the name decides.
            let types = Dictionary(uniqueKeysWithValues: ["b", "c", "a"].map { ($0, EventTypeDefinition()) })
            try await store.declare(EventTypeDeclaration(application: "shop", types: types))
            _ = try await store.put("last", EventTypeDefinition())
            var names: [String] = []
            var request = ListRequest(limit: 1)
            repeat {
                let page = try await store.list(request)
                names += page.items.map(\.name)
                request.cursor = try page.next.map { try Cursor($0.text, of: .eventTypes) }
            } while request.cursor != nil
            #expect(names == ["last", "c", "b", "a"])
        }
    }

    @Test func boundsTheCatalogue() async throws {
        try await withDatabase { database in
            let store = EventTypeStore(database: database.pool)
            try await database.pool.execute(
                "INSERT INTO outbox.event_types (name) SELECT 't' || g FROM generate_series(1, \(Limits.eventTypes)::int8) g"
            )
            await #expect(throws: Refusal.self) { try await store.put("one-more", EventTypeDefinition()) }
            #expect(try await store.put("t1", EventTypeDefinition(summary: "x")).isNew == false)
        }
    }
}
