import Foundation
import LocalHTTP
import Outbox
import Postgres
import TestKit
import Testing

/// The worker as a process of its own, a real PostgreSQL, a real receiver.
struct DeliveryFlowTests {
    @Test func deliversExactlyTheStoredBytesSigned() async throws {
        try await withDatabase { database in
            try await withReceiver(secret: flowSecret) { receiver in
                try await database.declare()
                try await database.subscribe(receiver.url)
                try await withWorker(database) { _ in
                    let payload = #"{ "b":1.50,  "a":"\u00e9",   "n":null }"#
                    let id = try await database.emit(payload)
                    let requests = try await receiver.waitForRequests(1)
                    let request = try #require(requests.first)
                    #expect(request.method == "POST")
                    #expect(request.text == payload)
                    #expect(request[header: "webhook-id"] == id)
                    #expect(request[header: "webhook-event-type"] == "thing.happened")
                    #expect(request[header: "content-type"] == "application/json")
                    #expect(request[header: "user-agent"]?.hasPrefix("Postrider/") == true)
                    try receiver.verify(request)
                    try await database.waitUntilDone()
                    #expect(
                        try await database.count("outbox.attempts WHERE outcome = 'delivered' AND status = 200") == 1
                    )
                }
            }
        }
    }

    /// The event exists only together with the transaction that reports it.
    @Test func rolledBackEmitDeliversNothing() async throws {
        struct Abandoned: Error {}
        try await withDatabase { database in
            try await withReceiver { receiver in
                try await database.declare()
                try await database.subscribe(receiver.url)
                try await withWorker(database) { _ in
                    await #expect(throws: Abandoned.self) {
                        try await database.pool.withTransaction { transaction in
                            try await transaction.execute(
                                "SELECT outbox.emit('thing.happened', '{\"n\": \"never\"}'::json)"
                            )
                            throw Abandoned()
                        }
                    }
                    let id = try await database.emit()
                    let requests = try await receiver.waitForRequests(1)
                    try await database.waitUntilDone()
                    #expect(requests.map { $0[header: "webhook-id"] } == [id])
                    #expect(try await database.count("outbox.events") == 1)
                }
            }
        }
    }

    /// A 500, then a 200: the same id, a new timestamp and signature, each genuine for the reference library.
    @Test func retriesWithTheSameIDAndAFreshTimestamp() async throws {
        try await withDatabase { database in
            try await withReceiver(secret: flowSecret) { receiver in
                receiver.next(.status(500))
                try await database.declare()
                try await database.subscribe(receiver.url)
                try await withWorker(database) { _ in
                    let id = try await database.emit()
                    let requests = try await receiver.waitForRequests(2)
                    #expect(requests.map { $0[header: "webhook-id"] } == [id, id])
                    let timestamps = requests.compactMap { $0[header: "webhook-timestamp"].flatMap { Int($0) } }
                    #expect(timestamps.count == 2 && timestamps[0] < timestamps[1])
                    #expect(requests[0][header: "webhook-signature"] != requests[1][header: "webhook-signature"])
                    for request in requests { try await ReferenceLibrary.verify(request, secret: flowSecret) }
                    try await database.waitUntilDone()
                    let outcomes: [String] = try await database.value(
                        "SELECT array_agg(outcome ORDER BY attempt) FROM outbox.attempts"
                    )
                    #expect(outcomes == ["retry", "delivered"])
                }
            }
        }
    }

    @Test func goneDisablesTheSubscription() async throws {
        try await withDatabase { database in
            try await withReceiver(reaction: .status(410)) { receiver in
                try await database.declare()
                let id = try await database.subscribe(receiver.url)
                try await withWorker(database) { _ in
                    try await database.emit()
                    try await database.waitUntilDone()
                    #expect(try await database.value("SELECT reason FROM outbox.dead_letters") == "gone")
                    #expect(
                        try await database.value(
                            "SELECT state || ' ' || disabled_reason FROM outbox.subscriptions WHERE id = \(id)::uuid"
                        )
                            == "disabled gone"
                    )
                }
            }
        }
    }

    /// Without an allowance every loopback address is refused when it is connected to, whatever was registered.
    @Test func privateAddressIsRefusedAtDelivery() async throws {
        try await withDatabase { database in
            try await withReceiver { receiver in
                try await database.declare()
                try await database.subscribe("http://localhost:\(receiver.port)/")
                try await withWorker(database, environment: ["DELIVERY_ALLOW_NETWORKS": ""]) { _ in
                    try await database.emit()
                    try await eventually("a refused attempt") {
                        try await database.count("outbox.attempts WHERE error LIKE 'address_refused%'") > 0
                    }
                    #expect(receiver.requests.isEmpty)
                }
            }
        }
    }

    /// What breaks its schema is visible as rejected, and its neighbours are delivered.
    @Test func invalidSQLEmitIsRejectedVisibly() async throws {
        try await withDatabase { database in
            try await withReceiver { receiver in
                try await database.declare(schema: #"{"type": "object", "required": ["n"]}"#)
                try await database.subscribe(receiver.url)
                try await withWorker(database) { _ in
                    let invalid = try await database.emit(#"{"m": 1}"#)
                    let undeclared = try await database.emit(type: "unheard.of")
                    let valid = try await database.emit(#"{"n": 1}"#)
                    let requests = try await receiver.waitForRequests(1)
                    try await database.waitUntilDone()
                    #expect(requests.map { $0[header: "webhook-id"] } == [valid])
                    let reasons: [String] = try await database.value(
                        """
                        SELECT array_agg(reason ORDER BY event_id) FROM outbox.rejected_events
                        WHERE event_id IN (\(invalid)::uuid, \(undeclared)::uuid)
                        """
                    )
                    #expect(reasons == ["invalid", "undeclared"])
                    let status: String = try await database.value(
                        "SELECT status FROM outbox.event_status WHERE id = \(invalid)::uuid"
                    )
                    #expect(status == "rejected")
                }
            }
        }
    }

    @Test func orderedSubscriptionGetsItsEventsInOrder() async throws {
        try await withDatabase { database in
            try await withReceiver { receiver in
                receiver.next(.status(200), .status(500), .status(200), .status(500))
                try await database.declare()
                try await database.subscribe(receiver.url, ordered: true)
                var ids: [String] = []
                for n in 0..<8 { ids.append(try await database.emit("{\"n\": \(n)}")) }
                try await withWorker(database) { _ in
                    try await database.waitUntilDone()
                    var seen: [String] = []
                    for id in receiver.requests.compactMap({ $0[header: "webhook-id"] }) where seen.last != id {
                        seen.append(id)
                    }
                    #expect(seen == ids)
                    #expect(receiver.requests.count == ids.count + 2)
                }
            }
        }
    }
}
