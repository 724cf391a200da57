import Foundation
import Postgres
import TestKit
import Testing

struct ArrayTests {
    @Test func parallelArraysBecomeRows() async throws {
        let ids = [UUID(), UUID()]
        try await withDatabase(migrated: false) { database throws in
            let rows = try await database.query(
                """
                SELECT * FROM unnest(\(ids)::uuid[], \(["a,{}\"", "NULL"])::text[], \([1, nil] as [Int?])::int8[],
                  \([true, false])::bool[], \([JSONText(Array("{}".utf8)), JSONText(Array("[ ]".utf8))])::json[],
                  \([Bytea([1]), nil] as [Bytea?])::bytea[], \([0.5, -1])::float8[],
                  \([Date(timeIntervalSince1970: 0), Date(timeIntervalSince1970: 1)])::timestamptz[])
                  WITH ORDINALITY AS t(id, name, number, flag, document, bytes, ratio, at, n) ORDER BY n
                """
            )
            #expect(rows.count == 2)
            #expect(try rows.map { try $0.decode("id", as: UUID.self) } == ids)
            #expect(try rows.map { try $0.decode("name", as: String.self) } == ["a,{}\"", "NULL"])
            #expect(try rows.map { try $0.decode("number", as: Int?.self) } == [1, nil])
            #expect(try rows.map { try $0.decode("flag", as: Bool.self) } == [true, false])
            #expect(try rows.map { try $0.decode("document", as: String.self) } == ["{}", "[ ]"])
            #expect(try rows.map { try $0.decode("bytes", as: Bytea?.self) } == [Bytea([1]), nil])
            #expect(try rows.map { try $0.decode("ratio", as: Double.self) } == [0.5, -1])
            #expect(try rows.map { try $0.decode("at", as: Date.self).timeIntervalSince1970 } == [0, 1])
        }
    }

    @Test func arraysComeBack() async throws {
        try await withDatabase(migrated: false) { database throws in
            #expect(try await database.value("SELECT \(["x", ""])::text[]", as: [String].self) == ["x", ""])
            #expect(try await database.value("SELECT \([String]())::text[]", as: [String].self) == [])
            #expect(try await database.value("SELECT \([3, nil])::int8[]", as: [Int?].self) == [3, nil])
            #expect(try await database.value("SELECT '{}'::uuid[]", as: [UUID].self) == [])
            #expect(try await database.value("SELECT NULL::text[]", as: [String]?.self) == nil)
            #expect(try await database.value("SELECT ARRAY[1, 2]::int4[]", as: [Int].self) == [1, 2])
        }
    }

    @Test func nullInAnArrayOfValuesIsAnError() async throws {
        try await withDatabase(migrated: false) { database throws in
            let row = try #require(try await database.query("SELECT ARRAY['a', NULL]::text[] AS list").first)
            #expect(throws: PostgresError.self) { try row.decode("list", as: [String].self) }
        }
    }

    @Test func twoDimensionsAreAnError() async throws {
        try await withDatabase(migrated: false) { database throws in
            let row = try #require(try await database.query("SELECT ARRAY[[1], [2]]::int8[] AS grid").first)
            let error = #expect(throws: PostgresError.self) { try row.decode("grid", as: [Int].self) }
            #expect(error?.column == "grid")
        }
    }

    @Test func aThousandPayloadsTravelInOneStatement() async throws {
        let payloads = (0..<1000)
            .map { JSONText(Array("{\"n\": \($0), \"pad\": \"\(String(repeating: "x", count: 4000))\"}".utf8)) }
        try await withDatabase(migrated: false) { database throws in
            let sum: Int = try await database.value(
                "SELECT sum((p ->> 'n')::int)::int8 FROM unnest(\(payloads)::json[]) AS p"
            )
            #expect(sum == 499_500)
        }
    }
}
