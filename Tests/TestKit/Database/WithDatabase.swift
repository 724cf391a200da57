import Outbox
import Postgres

/// Runs a test on a database of its own, copied from a migrated template; checks the outbox's invariants afterwards.
///
/// The server is that of `TEST_DATABASE_URL`, or one that is started for the run; where there is none, the test fails.
package func withDatabase<R: Sendable>(
    migrated: Bool = true,
    poolSize: Int = 8,
    file: String = #fileID,
    line: Int = #line,
    _ body: (TestDatabase) async throws -> R
) async throws -> R {
    let cluster = try await TestCluster.shared.get()
    let database = try await cluster.createDatabase(migrated: migrated, poolSize: poolSize)
    let result: R
    do {
        result = try await body(database)
        if migrated { try await database.checkInvariants(file: file, line: line) }
    } catch {
        await cluster.drop(database)
        throw error
    }
    await cluster.drop(database)
    return result
}

/// Runs a test on a server of its own, which it may stop, restart and kill; the server must run again at the end.
package func withServer<R: Sendable>(
    poolSize: Int = 8,
    file: String = #fileID,
    line: Int = #line,
    _ body: (TestServer) async throws -> R
) async throws -> R {
    let server = try await TestServer.start(poolSize: poolSize)
    do {
        let result = try await body(server)
        try await server.database.checkInvariants(file: file, line: line)
        await server.close()
        return result
    } catch {
        await server.close()
        throw error
    }
}

extension TestDatabase {
    /// Throws when a view says that something is lost, doubled or left behind.
    package func checkInvariants(file: String = #fileID, line: Int = #line) async throws {
        let rows = try await query(
            """
            SELECT what, coalesce(event_id::text, '-') AS event, coalesce(subscription_id::text, '-') AS subscription
            FROM outbox.invariant_violations LIMIT 20
            """
        )
        let found = try rows.map { row in
            let (what, event, subscription) = try (
                row.decode("what", as: String.self), row.decode("event", as: String.self),
                row.decode("subscription", as: String.self)
            )
            return "\(what): event \(event), subscription \(subscription)"
        }
        guard found.isEmpty else {
            throw TestFailure(
                "outbox.invariant_violations:\n\(found.joined(separator: "\n"))",
                file: file,
                line: line
            )
        }
    }
}
