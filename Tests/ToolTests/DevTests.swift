import Foundation
import Glibc
import LocalHTTP
import LocalPostgres
import Postgres
import TestKit
import Testing

/// `postrider dev` with real processes, on a PostgreSQL server of its own.
@Suite(.serialized) struct DevTests {
    private static let order = #"{"username": "rick", "monthly_fee": 9.5, "start_date": "2026-01-01T00:00:00Z"}"#

    /// Runs `postrider dev` in a fresh folder until everything is up; `addresses` are those that it wrote there.
    private func withDev(
        _ arguments: [String] = [],
        _ body: (_ dev: ProcessUnderTest, _ addresses: [String: String]) async throws -> Void
    ) async throws {
        let folder = "/tmp/postrider-test-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let ports = ["--port", "0", "--receiver-port", "0"]
        try await withProcess("postrider", ["dev", "--folder", folder] + ports + arguments) { dev in
            try await dev.waitForLine(containing: "Everything is running", within: .seconds(90))
            let text = try String(contentsOfFile: "\(folder)/dev.env", encoding: .utf8)
            let pairs = text.split(separator: "\n")
                .compactMap { line -> (String, String)? in
                    guard let separator = line.firstIndex(of: "=") else { return nil }
                    return (String(line[..<separator]), String(line[line.index(after: separator)...]))
                }
            try await body(dev, Dictionary(pairs) { first, _ in first })
        }
    }

    private func expectNothingLeft(_ addresses: [String: String]) async throws {
        try await eventually("the processes are gone", within: .seconds(60)) {
            let answers = [addresses["GATEWAY_URL"], addresses["RECEIVER_URL"]].compactMap { $0 }
            for url in answers where (try? await HTTPClient.send("GET", url, timeout: .seconds(2))) != nil {
                return false
            }
            let pool = PostgresPool(PostgresConfiguration(url: addresses["DATABASE_URL"] ?? "", poolSize: 1))
            let isThere = (try? await pool.query("SELECT 1")) != nil
            await pool.close()
            return !isThere
        }
    }

    @Test func theDemosEventArrivesVerified() async throws {
        try await withDev(["--gateway", "demo"]) { dev, addresses in
            let gateway = try #require(addresses["GATEWAY_URL"])
            let answer = try await HTTPClient.send(
                "POST",
                "\(gateway)/subscriptions/",
                headers: [("content-type", "application/json")],
                body: Array(Self.order.utf8)
            )
            #expect(answer.status == 201)
            try await dev.waitForLine(containing: "  verified")
            try await dev.waitForLine(containing: #""username": "rick""#)
            dev.signal(SIGINT)
            #expect(try await dev.waitForExit(within: .seconds(60)).isSuccess)
            try await expectNothingLeft(addresses)
        }
    }

    @Test func oneThatDiesEndsAll() async throws {
        try await withDev { dev, addresses in
            let worker = try #require(child(named: "worker", of: dev.processID))
            kill(worker, SIGKILL)
            #expect(try await dev.waitForExit(within: .seconds(60)) == .exited(1))
            #expect(dev.errorOutput == ["postrider: worker has ended with signal 9, so everything ends"])
            try await expectNothingLeft(addresses)
        }
    }

    @Test func aSecondSignalEndsItAtOnce() async throws {
        try await withDev { dev, addresses in
            // A worker that does not answer to signals would hold up the end for its whole grace.
            let worker = try #require(child(named: "worker", of: dev.processID))
            kill(worker, SIGSTOP)
            dev.signal(SIGTERM)
            try await dev.waitForLine(containing: "once more to end at once")
            dev.signal(SIGTERM)
            #expect(try await dev.waitForExit(within: .seconds(15)) == .exited(130))
            try await expectNothingLeft(addresses)
        }
    }

    @Test func killedItLeavesNothing() async throws {
        try await withDev { dev, addresses in
            await dev.kill()
            try await expectNothingLeft(addresses)
        }
    }

    @Test func anExistingDatabaseIsUsed() async throws {
        try await withDatabase(migrated: false) { database in
            try await withDev(["--database-url", database.url]) { dev, addresses in
                #expect(addresses["DATABASE_URL"] == database.url)
                #expect(try await database.count("outbox.subscriptions WHERE url LIKE 'http://127.0.0.1:%'") == 1)
                try await dev.stop(within: .seconds(60))
            }
            try await database.checkInvariants()
        }
    }

    @Test func aMissingGatewayIsNamed() async throws {
        try await withDatabase(migrated: false) { database in
            let folder = "/tmp/postrider-test-\(UUID().uuidString)"
            defer { try? FileManager.default.removeItem(atPath: folder) }
            let arguments = ["dev", "--gateway", "no-such-gateway", "--folder", folder, "--database-url", database.url]
            try await withProcess("postrider", arguments) { dev throws in
                #expect(try await dev.waitForExit(within: .seconds(60)) == .exited(1))
                #expect(dev.errorOutput.count == 1)
                #expect(dev.errorOutput.first?.contains("no-such-gateway") == true)
            }
        }
    }

    /// The child of a process that runs a program of this name (`proc(5)`: the fields of `stat`).
    private func child(named name: String, of parent: pid_t) -> pid_t? {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        for id in names.compactMap({ pid_t($0) }) {
            guard let text = try? String(contentsOfFile: "/proc/\(id)/stat", encoding: .utf8),
                text.contains("(\(name))"), let end = text.lastIndex(of: ")")
            else { continue }
            let fields = text[text.index(after: end)...].split(separator: " ")
            if fields.count > 1, pid_t(fields[1]) == parent { return id }
        }
        return nil
    }
}
