import Foundation
import Postgres
import TestKit
import Testing

struct StatementTests {
    @Test func interpolationsBecomeParameters() {
        let name = "'; DROP TABLE users; --"
        let statement: Statement = "SELECT \(name)::text, \(1)::int8 FROM \(unsafe: "users")"
        #expect(statement.sql == "SELECT $1::text, $2::int8 FROM users")
    }

    @Test func descriptionsNeverShowParameters() async throws {
        try await withDatabase(migrated: false) { database throws in
            try await database.run(script: "CREATE TABLE t (word text PRIMARY KEY, n int CHECK (n > 0))")
            try await database.execute("INSERT INTO t VALUES ('hunter2', 1)")
            let statements: [Statement] = [
                "-- test.duplicate\nINSERT INTO t VALUES (\("hunter2")::text, 1)",
                "-- test.check\nINSERT INTO t VALUES (\("hunter2x")::text, -1)",
                "-- test.cast\nSELECT \("hunter2")::text::int",
                "-- test.json\nSELECT \(JSONText(Array("hunter2".utf8)))::json",
                "-- test.uuid\nSELECT \("hunter2")::text::uuid",
            ]
            for statement in statements {
                let error = await #expect(throws: PostgresError.self) { try await database.query(statement) }
                let found = try #require(error)
                let texts = ["\(found)", String(reflecting: found), found.localizedDescription]
                #expect(!texts.contains { $0.contains("hunter2") }, "\(statement.sql)")
                #expect(found.code == .server)
                #expect(found.isDataError)
            }
        }
    }

    @Test func aServerErrorNamesStateConstraintAndStatement() async throws {
        try await withDatabase(migrated: false) { database throws in
            try await database.run(script: "CREATE TABLE t (n int CONSTRAINT positive CHECK (n > 0))")
            let error = await #expect(throws: PostgresError.self) {
                try await database.query("-- test.insert\nINSERT INTO t VALUES (-1)")
            }
            #expect(error?.sqlState == "23514")
            #expect(error?.constraint == "positive")
            #expect(error?.description == "PostgresError(server, SQLSTATE 23514)")
            #expect(error?.debugDescription.contains("in -- test.insert") == true)
        }
    }

    @Test func theFirstErrorOfAScriptWins() async throws {
        try await withDatabase(migrated: false) { database throws in
            let error = await #expect(throws: PostgresError.self) {
                try await database.run(script: "SELECT 1; SELECT 1/0; SELECT nonsense")
            }
            #expect(error?.sqlState == "22012")
        }
    }

    @Test func aNulInTextIsAnErrorOfTheData() async throws {
        try await withDatabase(migrated: false) { database throws in
            let error = await #expect(throws: PostgresError.self) { try await database.query("SELECT \("a\0b")::text") }
            #expect(error?.sqlState == "22021")
        }
    }

    @Test(arguments: [
        ("40001", true), ("40P01", true), ("53300", true), ("57P01", true), ("08006", true), ("55P03", true),
        ("25006", true), ("23505", false), ("22P02", false), ("42601", false),
    ])
    func statesTellWhetherALaterCallMaySucceed(sqlState: String, isTransient: Bool) {
        #expect(PostgresError(.server, message: "", sqlState: sqlState).isTransient == isTransient)
    }
}
