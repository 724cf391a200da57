import Foundation
import Glibc
import LocalHTTP
import LocalPostgres
import Outbox
import Postgres
import TestKit
import Testing

/// What must hold when processes die, servers restart and signals come at a bad moment.
@Suite(.serialized)
struct FaultFlowTests {
    /// The killed worker's lease is taken back by another's clock, and nothing is lost.
    @Test func anotherWorkerDeliversWhatAKilledOneHeld() async throws {
        try await withDatabase { database in
            try await withReceiver { receiver in
                receiver.next(.hang)
                try await database.declare()
                try await database.subscribe(receiver.url)
                let id = try await withWorker(database) { first in
                    let id = try await database.emit()
                    try await receiver.waitForRequests(1)
                    await first.kill()
                    return id
                }
                #expect(try await database.count("outbox.deliveries WHERE owner IS NOT NULL") == 1)
                try await withWorker(database) { _ in
                    let requests = try await receiver.waitForRequests(2, within: .seconds(90))
                    try await database.waitUntilDone()
                    #expect(requests.map { $0[header: "webhook-id"] } == [id, id])
                    let outcomes: [String] = try await database.value(
                        "SELECT array_agg(outcome ORDER BY attempt) FROM outbox.attempts"
                    )
                    #expect(outcomes == ["lost", "delivered"])
                }
            }
        }
    }

    @Test func twoWorkersShareTheWorkAndSendNothingTwice() async throws {
        try await withDatabase { database in
            try await withReceiver { receiver in
                try await database.declare()
                for path in 0..<8 { try await database.subscribe("\(receiver.url)\(path)") }
                try await withWorker(database) { _ in
                    try await withWorker(database) { _ in
                        try await eventually("a fair share", within: .seconds(30)) {
                            try await database.count(
                                "outbox.bucket_leases WHERE worker_id = (SELECT max(id) FROM outbox.workers)"
                            ) == 128
                        }
                        for n in 0..<200 { try await database.emit("{\"n\": \(n)}") }
                        try await database.waitUntilDone()
                    }
                }
                #expect(receiver.requests.count == 1_600)
                let pairs = receiver.requests.map { "\($0.path) \($0[header: "webhook-id"] ?? "")" }
                #expect(Set(pairs).count == 1_600)
                #expect(
                    try await database.value("SELECT count(DISTINCT worker) FROM outbox.attempts", as: Int.self) == 2
                )
            }
        }
    }

    /// The server stops while events are being emitted and sent; the worker waits, goes on, and loses nothing.
    @Test func serverRestartUnderLoadLosesNothing() async throws {
        try await withServer { server in
            let database = server.database
            try await withReceiver { receiver in
                try await database.declare()
                try await database.subscribe(receiver.url)
                try await withWorker(database) { worker in
                    var committed: Set<String> = []
                    for round in 0..<3 {
                        for n in 0..<100 { committed.insert(try await database.emit("{\"n\": \(n)}")) }
                        try await server.stop(round == 1 ? .immediate : .fast)
                        try await server.start()
                        try await eventually("the server") { try await database.count("outbox.workers") > 0 }
                    }
                    try await database.waitUntilDone(within: .seconds(90))
                    #expect(worker.isRunning)
                    let received = Set(receiver.requests.compactMap { $0[header: "webhook-id"] })
                    #expect(received == committed)
                }
            }
        }
    }

    /// SIGTERM lets a request end; one that outlasts the grace goes back as if it had never been tried.
    @Test func shutdownBurnsNoAttempt() async throws {
        try await withDatabase { database in
            try await withReceiver { receiver in
                receiver.next(.hang)
                try await database.declare()
                try await database.subscribe(receiver.url)
                try await withWorker(database, environment: ["SHUTDOWN_GRACE_SECONDS": "1"]) { worker in
                    try await database.emit()
                    try await receiver.waitForRequests(1)
                    try await worker.stop(within: .seconds(15))
                }
                #expect(try await database.count("outbox.deliveries WHERE owner IS NULL AND attempts = 0") == 1)
                #expect(try await database.count("outbox.attempts") == 0)
                #expect(try await database.count("outbox.bucket_leases WHERE worker_id IS NOT NULL") == 0)
                try await withWorker(database) { _ in
                    try await database.waitUntilDone()
                    #expect(
                        try await database.count("outbox.attempts WHERE attempt = 1 AND outcome = 'delivered'") == 1
                    )
                }
            }
        }
    }

    @Test func shutdownLetsOpenRequestsEnd() async throws {
        try await withDatabase { database in
            try await withReceiver { receiver in
                receiver.next(.hang)
                try await database.declare()
                try await database.subscribe(receiver.url)
                try await withWorker(database) { worker in
                    try await database.emit()
                    try await receiver.waitForRequests(1)
                    worker.signal(SIGTERM)
                    receiver.release()
                    let status = try await worker.waitForExit()
                    #expect(status.isSuccess)
                }
                #expect(try await database.count("outbox.attempts WHERE outcome = 'delivered'") == 1)
                #expect(try await database.count("outbox.deliveries") == 0)
            }
        }
    }

    @Test func secondSignalEndsAtOnce() async throws {
        try await withDatabase { database in
            try await withReceiver(reaction: .hang) { receiver in
                try await database.declare()
                try await database.subscribe(receiver.url)
                try await withWorker(database, environment: ["SHUTDOWN_GRACE_SECONDS": "600"]) { worker in
                    try await database.emit()
                    try await receiver.waitForRequests(1)
                    worker.signal(SIGTERM)
                    try await worker.waitForLine(containing: "shutting down")
                    worker.signal(SIGTERM)
                    let status = try await worker.waitForExit(within: .seconds(15))
                    #expect(!status.isSuccess)
                }
                #expect(try await database.count("outbox.deliveries WHERE owner IS NOT NULL") == 1)
            }
        }
    }
}
