import Foundation
import Postgres
import TestKit
import Testing

struct ValuesTests {
    /// The value as a parameter, what it is cast to, and how the server writes it.
    @Test func parametersArriveAsTheyAre() async throws {
        let id = UUID(uuid: (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 255))
        try await withDatabase(migrated: false) { database throws in
            let rows = try await database.query(
                """
                SELECT \("grüß \u{1F600}\n'\"\\")::text || '' AS s, \(true)::bool::text AS b, \(Int16.min)::int2::text AS i2,
                  \(Int32.max)::int4::text AS i4, \(Int64.min)::int8::text AS i8, \(Int.max)::int8::text AS i,
                  \(-0.1)::float8::text AS d, \(id)::uuid::text AS u,
                  \(Date(timeIntervalSince1970: 1_614_265_330.25))::timestamptz::text AS t,
                  \(Bytea([0, 1, 255]))::bytea::text AS y, \(JSONText(Array("{ \"a\" :1}".utf8)))::json::text AS j
                """
            )
            let row = try #require(rows.first)
            #expect(try row.decode("s") == "grüß \u{1F600}\n'\"\\")
            #expect(try row.decode("b") == "true")
            #expect(try row.decode("i2") == "-32768")
            #expect(try row.decode("i4") == "2147483647")
            #expect(try row.decode("i8") == "-9223372036854775808")
            #expect(try row.decode("i") == "9223372036854775807")
            #expect(try row.decode("d") == "-0.1")
            #expect(try row.decode("u") == "01020304-0506-0708-090a-0b0c0d0e0fff")
            #expect(try row.decode("t") == "2021-02-25 15:02:10.25+00")
            #expect(try row.decode("y") == "\\x0001ff")
            #expect(try row.decode("j") == "{ \"a\" :1}")
        }
    }

    @Test func everyTypeComesBackInBinary() async throws {
        try await withDatabase(migrated: false) { database throws in
            func roundTrip<T: PostgresEncodable & PostgresDecodable & Equatable>(_ value: T, _ type: String)
                async throws
            {
                let answer: T = try await database.value("SELECT \(value)::\(unsafe: type)")
                #expect(answer == value, "\(type)")
            }
            try await roundTrip("", "text")
            try await roundTrip(String(repeating: "ü", count: 100_000), "text")
            try await roundTrip(false, "bool")
            try await roundTrip(Int16(-1), "int2")
            try await roundTrip(Int32.min, "int4")
            try await roundTrip(Int64.max, "int8")
            try await roundTrip(-1, "int8")
            try await roundTrip(Double.leastNonzeroMagnitude, "float8")
            try await roundTrip(-Double.infinity, "float8")
            try await roundTrip(UUID(), "uuid")
            try await roundTrip(Date(timeIntervalSince1970: -1.000001), "timestamptz")
            try await roundTrip(Bytea([]), "bytea")
            try await roundTrip(Bytea(Array(0...255)), "bytea")
            try await roundTrip(JSONText(Array(#" {"a": 1.0, "a": 2} "#.utf8)), "json")
            #expect(try await database.value("SELECT \(Double.nan)::float8", as: Double.self).isNaN)
        }
    }

    @Test func aScriptAnswersInText() async throws {
        try await withDatabase(migrated: false) { database throws in
            let rows = try await database.pool.withConnection {
                try await $0.run(
                    script: """
                        SELECT 1; SELECT true AS b, 2::int2 AS i2, -3::int4 AS i4, 4::int8 AS i8, 0.5::float8 AS d,
                          'x'::name AS s, '00000000-0000-0000-0000-00000000000a'::uuid AS u, '[1]'::json AS j,
                          NULL::int AS n
                        """
                )
            }
            let row = try #require(rows.first)
            #expect(rows.count == 1)
            #expect(try row.decode("b") == true)
            #expect(try row.decode("i2", as: Int16.self) == 2)
            #expect(try row.decode("i4", as: Int32.self) == -3)
            #expect(try row.decode("i8", as: Int64.self) == 4)
            #expect(try row.decode("d") == 0.5)
            #expect(try row.decode("s") == "x")
            #expect(try row.decode("u") == UUID(uuidString: "00000000-0000-0000-0000-00000000000A"))
            #expect(try row.decode("j") == JSONText(Array("[1]".utf8)))
            #expect(try row.decode("n", as: Int?.self) == nil)
        }
    }

    @Test func widerAndNarrowerIntegersAreRead() async throws {
        try await withDatabase(migrated: false) { database throws in
            let row = try #require(
                try await database.query("SELECT 7::int2 AS small, 70000::int4 AS middle, 5000000000::int8 AS big")
                    .first
            )
            #expect(try row.decode("small", as: Int.self) == 7)
            #expect(try row.decode("big", as: Int.self) == 5_000_000_000)
            #expect(try row.decode("small", as: Double.self) == 7)
            #expect(throws: PostgresError.self) { try row.decode("middle", as: Int16.self) }
            #expect(throws: PostgresError.self) { try row.decode("big", as: Int32.self) }
        }
    }

    @Test func nullIsNilAndNothingElse() async throws {
        try await withDatabase(migrated: false) { database throws in
            let none: String? = nil
            let row = try #require(
                try await database.query(
                    "SELECT \(none)::text AS null, \(none)::text IS NULL AS is_null, \("" as String?)::text AS empty"
                )
                .first
            )
            #expect(try row.decode("null", as: String?.self) == nil)
            #expect(try row.decode("is_null") == true)
            #expect(try row.decode("empty", as: String?.self) == "")
            let error = #expect(throws: PostgresError.self) { try row.decode("null", as: String.self) }
            #expect(error?.code == .decoding)
            #expect(error?.column == "null")
        }
    }

    @Test func aMissingColumnIsNamed() async throws {
        try await withDatabase(migrated: false) { database throws in
            let row = try #require(try await database.query("SELECT 1 AS here").first)
            let error = #expect(throws: PostgresError.self) { try row.decode("there", as: Int.self) }
            #expect(error?.code == .decoding)
            #expect(error?.column == "there")
        }
    }

    @Test func anotherTypeIsAnError() async throws {
        try await withDatabase(migrated: false) { database throws in
            let row = try #require(try await database.query("SELECT 1 AS number, 'x'::text AS word").first)
            #expect(throws: PostgresError.self) { try row.decode("number", as: String.self) }
            #expect(throws: PostgresError.self) { try row.decode("word", as: Int.self) }
            #expect(throws: PostgresError.self) { try row.decode("word", as: UUID.self) }
            #expect(throws: PostgresError.self) { try row.decode("word", as: [String].self) }
        }
    }

    @Test func jsonbIsReadWithoutItsVersionByte() async throws {
        try await withDatabase(migrated: false) { database throws in
            let row = try #require(try await database.query("SELECT '{\"a\":1}'::jsonb AS j").first)
            #expect(try row.decode("j") == "{\"a\": 1}")
            #expect(try row.decode("j") == JSONText(Array("{\"a\": 1}".utf8)))
        }
    }

    @Test func theAnswerTellsWhatWasTouched() async throws {
        try await withDatabase(migrated: false) { database throws in
            try await database.run(script: "CREATE TABLE t (n int)")
            #expect(try await database.execute("INSERT INTO t SELECT generate_series(1, 5)") == 5)
            #expect(try await database.execute("UPDATE t SET n = n WHERE n > \(3)") == 2)
            let rows = try await database.query("SELECT n FROM t ORDER BY n")
            #expect(try rows.map { try $0.decode("n", as: Int.self) } == [1, 2, 3, 4, 5])
        }
    }
}
