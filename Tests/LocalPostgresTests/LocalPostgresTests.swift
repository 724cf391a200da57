import Foundation
import Glibc
import Synchronization
import TestKit
import Testing

@testable import LocalPostgres

struct LocalPostgresTests {
    private func answer(_ url: String, _ sql: String) async throws -> (status: ProcessStatus, output: String) {
        try await ChildProcess.run(["psql", url, "-XAtc", sql])
    }

    /// Runs a server in a folder of its own and ends it.
    private func withLocalServer(
        _ configuration: LocalPostgres.Configuration,
        _ body: (LocalPostgres) async throws -> Void
    ) async throws {
        let server = try await LocalPostgres.start(configuration)
        do {
            try await body(server)
            await server.close()
        } catch {
            await server.close()
            throw error
        }
    }

    @Test func anEmptyServerStartsAndLeavesNothing() async throws {
        let socket = Mutex("")
        let postmaster = Mutex<pid_t>(0)
        try await withLocalServer(.init(isDurable: false)) { server throws in
            let url = server.address.url()
            let folder = server.address.socketFolder
            socket.withLock { $0 = folder }
            let id = try #require(await server.processID())
            postmaster.withLock { $0 = id }
            #expect(try await answer(url, "SELECT 1 + 1").output == "2")
            #expect(try await answer(url, "SHOW fsync").output == "off")
            #expect(try await answer(url, "SHOW listen_addresses").output == "")
        }
        let (folder, id) = (socket.withLock { $0 }, postmaster.withLock { $0 })
        #expect(!FileManager.default.fileExists(atPath: folder))
        #expect(!ProcessTable.isAlive(id))
    }

    @Test func thePortAsksForThePassword() async throws {
        try await withLocalServer(.init(port: 0, isDurable: false)) { server throws in
            let url = try #require(server.address.portURL())
            #expect(try await answer(url, "SELECT 1").output == "1")
            let wrong = url.replacing(server.address.password, with: "wrong")
            let refused = try await answer(wrong, "SELECT 1")
            #expect(refused.status == .exited(2))
            #expect(refused.output.contains("password authentication failed"))
        }
    }

    @Test func aTakenPortIsReplacedByAFreeOne() async throws {
        try await withLocalServer(.init(port: 0, isDurable: false)) { server throws in
            let taken = try #require(server.address.port)
            #expect(try FreePort.find(preferring: taken) != taken)
        }
    }

    @Test func aServerIsStoppedStartedAndKilled() async throws {
        try await withLocalServer(.init(isDurable: false)) { server throws in
            let url = server.address.url()
            try await server.stop()
            #expect(await !server.isRunning)
            #expect(try await answer(url, "SELECT 1").status == .exited(2))
            try await server.start()
            let first = try #require(await server.processID())
            try await server.kill()
            #expect(await !server.isRunning)
            #expect(!ProcessTable.isAlive(first))
            try await server.start()
            #expect(try await answer(url, "SELECT 1").output == "1")
            try await server.restart(.immediate)
            #expect(try await answer(url, "SELECT 1").output == "1")
        }
    }

    @Test func dataStaysInAFolderThatWasAskedFor() async throws {
        let folder = "/tmp/postrider-test-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let configuration = LocalPostgres.Configuration(folder: folder)
        try await withLocalServer(configuration) { server throws in
            #expect(try await answer(server.address.url(), "CREATE TABLE t (n int)").status.isSuccess)
            let error = await #expect(throws: LocalPostgresError.self) { try await LocalPostgres.start(configuration) }
            #expect(error?.description.contains("already runs PostgreSQL on \(folder)") == true)
        }
        try await withLocalServer(configuration) { server throws in
            #expect(try await answer(server.address.url(), "SELECT count(*) FROM t").output == "0")
        }
    }

    @Test(.enabled(if: geteuid() == 0, "only root drops to another user"))
    func aFolderThatTheServersUserCannotReachIsReplaced() async throws {
        let parent = "/tmp/postrider-test-\(UUID().uuidString)"
        mkdir(parent, 0o700)
        defer { try? FileManager.default.removeItem(atPath: parent) }
        let notes = Mutex<[String]>([])
        let configuration = LocalPostgres.Configuration(
            folder: "\(parent)/data",
            report: { note in notes.withLock { $0.append(note) } }
        )
        let place = Mutex("")
        try await withLocalServer(configuration) { server throws in
            #expect(try await answer(server.address.url(), "SELECT 1").output == "1")
            let path = server.folder.path
            place.withLock { $0 = path }
        }
        let path = place.withLock { $0 }
        #expect(path.hasPrefix("/var/lib/postrider/"))
        #expect(notes.withLock { $0 }.first?.contains(path) == true)
        try FileManager.default.removeItem(atPath: path)
    }

    @Test func aMissingServerIsExplained() async throws {
        let error = await #expect(throws: LocalPostgresError.self) { try await ServerBinaries.find(version: 9) }
        #expect(error?.description.contains("written by PostgreSQL 9") == true)
    }
}
