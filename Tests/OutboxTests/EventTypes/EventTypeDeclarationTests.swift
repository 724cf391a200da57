import Foundation
import JSONSchema
import Postgres
import TestKit
import Testing

@testable import Outbox

/// What becomes of a stored event type when an application declares it; pure.
struct EventTypeDeclarationTests {
    private let definition = EventTypeDefinition(summary: "Same", schema: ["type": "object"])

    private func step(
        release: String?,
        summary: String = "Same",
        stored: (owner: String?, release: String?, source: EventTypeSource)?
    ) -> EventTypeDeclaration.Step {
        var declared = definition
        declared.summary = summary
        let declaration = EventTypeDeclaration(application: "shop", release: release, types: ["a": declared])
        let type = stored.map {
            EventType(
                name: "a",
                definition: definition,
                source: $0.source,
                declaredBy: $0.owner,
                release: $0.release,
                createdAt: .distantPast,
                updatedAt: .distantPast
            )
        }
        return declaration.step(for: "a", stored: type)
    }

    @Test func insertsWhatIsNew() {
        #expect(step(release: "1.0.0", stored: nil) == .insert)
    }

    @Test func keepsWhatIsTheSame() {
        #expect(step(release: "1.0.0", stored: ("shop", "1.0.0", .code)) == .keep)
        #expect(step(release: nil, stored: ("shop", nil, .code)) == .keep)
    }

    @Test func updatesWhatDiffers() {
        #expect(step(release: "1.0.0", summary: "New", stored: ("shop", "1.0.0", .code)) == .update)
        #expect(step(release: "1.1.0", summary: "New", stored: ("shop", "1.0.0", .code)) == .update)
    }

    @Test func notesANewerRelease() {
        #expect(step(release: "1.1.0", stored: ("shop", "1.0.0", .code)) == .noteRelease)
    }

    /// During a deploy an old process may start again.
    @Test func neverGoesBackToAnOlderRelease() {
        #expect(step(release: "1.0.0", summary: "Old", stored: ("shop", "1.1.0", .code)) == .keepNewer)
        #expect(step(release: "1.0.0", stored: ("shop", "1.1.0", .code)) == .keepNewer)
    }

    @Test func comparesSemanticVersionsOnly() {
        #expect(step(release: "abc123", summary: "New", stored: ("shop", "9.0.0", .code)) == .update)
        #expect(step(release: nil, summary: "New", stored: ("shop", "9.0.0", .code)) == .update)
        #expect(step(release: "1.0.0", summary: "New", stored: ("shop", "zzz", .code)) == .update)
    }

    @Test func refusesAnotherApplicationsType() {
        #expect(step(release: "9.0.0", stored: ("billing", "1.0.0", .code)) == .refuse(owner: "billing"))
    }

    @Test func takesOverWhatIsNobodys() {
        #expect(step(release: "1.0.0", stored: (nil, nil, .api)) == .update)
        #expect(step(release: "1.0.0", stored: (nil, "9.0.0", .document)) == .update)
    }
}

/// The same on a database.
struct EventTypeDeclareTests {
    private func declaration(
        _ application: String,
        _ release: String?,
        _ types: [String: EventTypeDefinition]
    ) -> EventTypeDeclaration {
        EventTypeDeclaration(application: application, release: release, types: types)
    }

    @Test func writesOnlyWhereChanged() async throws {
        try await withDatabase { database in
            let store = EventTypeStore(database: database.pool)
            let types = [
                "b": EventTypeDefinition(), "a": EventTypeDefinition(summary: "A", schema: ["type": "object"]),
            ]
            let first = try await store.declare(declaration("shop", "1.0.0", types))
            #expect(first == EventTypeDeclarationResult(inserted: ["a", "b"]))
            let before = try #require(try await store.read("a"))
            #expect(before.source == .code && before.declaredBy == "shop" && before.release == "1.0.0")
            #expect(try await store.declare(declaration("shop", "1.0.0", types)) == EventTypeDeclarationResult())
            #expect(try await store.read("a") == before)
            var changed = types
            changed["a"]?.summary = "B"
            let second = try await store.declare(declaration("shop", "1.1.0", changed))
            #expect(second == EventTypeDeclarationResult(updated: ["a"]))
            #expect(try await store.read("b")?.release == "1.1.0")
            let third = try await store.declare(declaration("shop", "1.0.0", types))
            #expect(third == EventTypeDeclarationResult(newer: ["a", "b"]))
            #expect(try await store.read("a")?.definition.summary == "B")
            // Nothing is deleted by itself.
            try await store.declare(declaration("shop", "1.2.0", ["c": EventTypeDefinition()]))
            #expect(try await store.list().items.map(\.name) == ["c", "b", "a"])
        }
    }

    @Test func refusesAnotherApplicationsTypesByName() async throws {
        try await withDatabase { database in
            let store = EventTypeStore(database: database.pool)
            try await store.declare(declaration("billing", nil, ["paid": EventTypeDefinition()]))
            let types = ["new": EventTypeDefinition(), "paid": EventTypeDefinition()]
            let error = await #expect(throws: EventTypeDeclarationError.self) {
                try await store.declare(declaration("shop", nil, types))
            }
            #expect(error == .declaredByAnother(application: "shop", owners: ["paid": "billing"]))
            #expect(error?.description.contains("'shop'") == true)
            #expect(error?.description.contains("'billing'") == true)
            #expect(try await store.read("new") == nil)
        }
    }

    @Test func refusesWhatIsNotValidAllAtOnce() async throws {
        try await withDatabase { database in
            let store = EventTypeStore(database: database.pool)
            let bad = EventTypeDefinition(summary: "\u{0}")
            let types = ["a": bad, "b c": EventTypeDefinition(), "postrider.own": bad, "d": EventTypeDefinition()]
            let error = await #expect(throws: EventTypeDeclarationError.self) {
                try await store.declare(declaration("shop", nil, types))
            }
            guard case .invalid(let problems) = error else { return }
            #expect(problems.mapValues(\.count) == ["a": 1, "b c": 1, "postrider.own": 2])
        }
    }

    /// Replicas start at the same moment: one inserts, the others find its work.
    @Test func survivesReplicasThatStartTogether() async throws {
        try await withDatabase { database in
            let store = EventTypeStore(database: database.pool)
            let types = Dictionary(uniqueKeysWithValues: (0..<20).map { ("t\($0)", EventTypeDefinition()) })
            let results = try await withThrowingTaskGroup(of: EventTypeDeclarationResult.self) { group in
                for _ in 0..<4 {
                    group.addTask { try await store.declare(self.declaration("shop", "1.0.0", types)) }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(results.map(\.inserted.count).sorted() == [0, 0, 0, 20])
        }
    }
}
