import Foundation
import Glibc
import LocalPostgres
import Postgres
import TestKit
import Testing

struct RecoveryTests {
    @Test func anIdleConnectionThatTheServerEndedIsReplacedUnseen() async throws {
        try await withDatabase(migrated: false) { database throws in
            try await withServerSession(of: database) { session in
                try await database.execute("SELECT pg_terminate_backend(\(session)::int4)")
                try await eventually("the session is gone") {
                    try await database.count("pg_stat_activity WHERE pid = \(session)") == 0
                }
            }
        }
    }

    /// Warms one connection of a pool of its own, lets the closure end it, and uses the pool again.
    private func withServerSession(of database: TestDatabase, _ end: (Int) async throws -> Void) async throws {
        let pool = PostgresPool(PostgresConfiguration(url: database.url, poolSize: 1))
        let session: Int = try #require(try await pool.query("SELECT pg_backend_pid() AS pid").first).decode("pid")
        try await end(session)
        let next: Int = try #require(try await pool.query("SELECT pg_backend_pid() AS pid").first).decode("pid")
        #expect(next != session)
        try await end(next)
        #expect(try await pool.withTransaction { try await $0.query("SELECT 1").count } == 1)
        await pool.close()
    }

    @Test func aBusyConnectionThatTheServerEndedIsAnErrorAndThenReplaced() async throws {
        try await withDatabase(migrated: false) { database throws in
            let pool = PostgresPool(PostgresConfiguration(url: database.url, poolSize: 1))
            let busy = Task { try await pool.query("-- test.busy\nSELECT pg_sleep(600)") }
            try await eventually("it was ended") {
                try await database.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE starts_with(query, '-- test.busy')"
                ) == 1
            }
            let error = try #require(await #expect(throws: PostgresError.self) { try await busy.value })
            #expect(error.isTransient)
            #expect(!error.isSafeToRepeat)
            #expect(try await pool.query("SELECT 1").count == 1)
            await pool.close()
        }
    }

    @Test(arguments: [LocalPostgres.StopMode.fast, .immediate])
    func aRestartedServerIsFoundAgain(mode: LocalPostgres.StopMode) async throws {
        try await withServer { server throws in
            let pool = server.database.pool
            // Several idle connections, every one of which is dead afterwards.
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<4 { group.addTask { try await pool.execute("SELECT pg_sleep(0.2)") } }
                try await group.waitForAll()
            }
            try await server.restart(mode)
            #expect(try await pool.query("SELECT 1").count == 1)
        }
    }

    @Test func aServerThatIsAwayIsATransientErrorAtOnce() async throws {
        try await withServer { server throws in
            let pool = server.database.pool
            try await pool.execute("SELECT 1")
            try await server.stop()
            let start = ContinuousClock.now
            for _ in 0..<5 {
                let error = await #expect(throws: PostgresError.self) { try await pool.query("SELECT 1") }
                #expect(error?.code == .connectFailed)
                #expect(error?.isTransient == true)
            }
            #expect(ContinuousClock.now - start < .seconds(5))
            try await server.start()
            try await eventually("the pool has recovered") { try await pool.query("SELECT 1").count == 1 }
        }
    }

    @Test func aKilledServerIsFoundAgain() async throws {
        try await withServer { server throws in
            let pool = server.database.pool
            let busy = Task { try await pool.query("-- test.killed\nSELECT pg_sleep(600)") }
            try await eventually("it sleeps") {
                try await server.database.count("pg_stat_activity WHERE starts_with(query, '-- test.killed')") == 1
            }
            try await server.kill()
            let error = await #expect(throws: PostgresError.self) { try await busy.value }
            #expect(error?.isTransient == true)
            try await server.start()
            try await eventually("the pool has recovered") { try await pool.query("SELECT 1").count == 1 }
        }
    }

    @Test func theSecondHostIsTakenWhenTheFirstIsDead() async throws {
        try await withServer { server throws in
            let socket = try #require(server.database.url.firstMatch(of: /host=([^&]+)/)?.output.1)
            let port = try FreePort.find()
            let url = "postgres:///postrider?host=127.0.0.1,\(socket)&port=\(port),5432&user=postgres"
            let pool = PostgresPool(PostgresConfiguration(url: url))
            #expect(try await pool.query("SELECT 1").count == 1)
            await pool.close()
        }
    }

    @Test func theSecondHostIsTakenWhenTheFirstSwallowsPackets() async throws {
        try await withServer { server throws in
            let socket = try #require(server.database.url.firstMatch(of: /host=([^&]+)/)?.output.1)
            let silent = try SilentServer()
            defer { silent.close() }
            let url = "postgres:///postrider?host=127.0.0.1,\(socket)&port=\(silent.port),5432&user=postgres"
            let pool = PostgresPool(PostgresConfiguration(url: url, connectTimeout: .seconds(2)))
            #expect(try await pool.query("SELECT 1").count == 1)
            await pool.close()
        }
    }

    @Test func aDatabaseThatDoesNotExistIsNamedToTheLog() async throws {
        try await withServer { server throws in
            let url = server.database.url.replacing("/postrider?", with: "/nowhere?")
            let pool = PostgresPool(PostgresConfiguration(url: url))
            let error = await #expect(throws: PostgresError.self) { try await pool.query("SELECT 1") }
            #expect(error?.code == .connectFailed)
            #expect(error?.debugDescription.contains("nowhere") == true)
            #expect(error?.description.contains("nowhere") == false)
        }
    }
}

/// Listens on 127.0.0.1 and never says a word.
private struct SilentServer {
    let descriptor: CInt
    let port: UInt16

    init() throws {
        descriptor = socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = descriptor
        let isListening = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && listen(descriptor, 16) == 0
                    && getsockname(descriptor, $0, &length) == 0
            }
        }
        guard isListening else { throw TestFailure("cannot listen on 127.0.0.1") }
        port = UInt16(bigEndian: address.sin_port)
    }

    func close() { Glibc.close(descriptor) }
}
