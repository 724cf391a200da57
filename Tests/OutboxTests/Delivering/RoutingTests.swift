import Foundation
import Postgres
import TestKit
import Testing

@testable import Outbox

/// `sql/000002_routing.sql`.
struct RoutingTests {
    @Test(arguments: [
        ("a", ["a", "*"]), ("a.b", ["a.b", "a.*", "*"]), ("a.b.c", ["a.b.c", "a.b.*", "a.*", "*"]),
        ("order/paid", ["order/paid", "*"]), ("a-b_c.d", ["a-b_c.d", "a-b_c.*", "*"]),
        ("a..b", ["a..b", "a..*", "a.*", "*"]), ("a.", ["a.", "a.*", "*"]),
    ])
    func aTypeHasItsPatterns(type: String, patterns: [String]) async throws {
        try await withDatabase { database in
            let found: [String] = try await database.value("SELECT outbox.patterns(\(type)::text)")
            #expect(found.sorted() == patterns.sorted())
        }
    }

    @Test func bucketsAreWithinBoundsAndEvenlyUsed() async throws {
        try await withDatabase { database in
            let rows = try await database.query(
                "SELECT outbox.bucket('tenant ' || n) AS bucket, count(*) AS n FROM generate_series(1, 25600) n GROUP BY 1"
            )
            let counts = try rows.map { try $0.decode("n", as: Int.self) }
            #expect(counts.count == 256)
            #expect(counts.allSatisfy { (50...160).contains($0) })
            #expect(try rows.allSatisfy { (0..<256).contains(try $0.decode("bucket", as: Int.self)) })
        }
    }

    /// Events that are queued must be found after an upgrade of the server: the hash may never change.
    @Test(arguments: [("default", 215), ("", 109), ("acme", 110)]) func aTenantsBucketNeverChanges(
        tenant: String,
        bucket: Int
    ) async throws {
        try await withDatabase { database in
            let found: Int = try await database.value("SELECT outbox.bucket(\(tenant)::text)")
            #expect(found == bucket)
        }
    }

    @Test func aTenantsSubscriptionsAreSpread() async throws {
        try await withDatabase { database in
            var buckets: [Int16] = []
            for _ in 0..<256 { buckets.append(try await database.subscribe(tenant: "acme").bucket) }
            #expect(Set(buckets).count == 256)
            #expect(buckets[0] == (try await database.value("SELECT outbox.bucket('acme')", as: Int16.self)))
        }
    }

    @Test(arguments: [
        ("{\"a\": 1, \"b\": [1, 2]}", "{\"b\": [2]}", true), ("{\"a\": null}", "{\"a\": null}", true),
        ("{}", "{\"a\": null}", false), ("[1, 2]", "[1]", true), ("\"x\"", "\"x\"", true),
        ("{\"a\": 1}", "{\"a\": \"1\"}", false),
        // What `json` takes and `jsonb` refuses matches nothing.
        ("{\"a\": \"\\u0000\"}", "{}", false), ("{\"a\": \"\\ud800\"}", "{}", false),
        ("{\"a\": 1e999999}", "{}", false),
        ("{\"a\": 1, \"b\": \"\\udc00\\ud800\"}", "{\"a\": 1}", false),
    ])
    func aFilterIsContained(payload: String, filter: String, isMatch: Bool) async throws {
        try await withDatabase { database in
            let found: Bool = try await database.value(
                "SELECT outbox.matches(\(JSONText(Array(payload.utf8)))::json, \(filter)::text::jsonb)"
            )
            #expect(found == isMatch)
        }
    }

    /// Deep nesting exhausts the server's stack, in `json` later than in `jsonb`.
    @Test func aDeepPayloadFailsNoDispatch() async throws {
        try await withDatabase { database in
            let worker = try await database.register()
            let filtered = try await database.subscribe(filter: "{\"a\": 1}")
            let shallow = try await database.record(payload: "{\"a\": 1}")
            for depth in [1_000, 5_000, 20_000, 60_000, 130_000] {
                let payload = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
                do {
                    _ = try await database.record(payload: payload)
                } catch let error as PostgresError {
                    #expect(error.isDataError)
                }
            }
            try await database.dispatchAll(to: worker)
            #expect(try await database.count("outbox.event_queue") == 0)
            #expect(try await database.live(shallow, filtered) != nil)
            #expect(try await database.count("outbox.deliveries") == 1)
        }
    }
}
