import Foundation
import HTTPTypes
import JSONSchema
import Outbox
import Postgres
import TestKit
import Testing

@testable import Postrider

struct DeliveryRouteTests {
    /// A subscription and an event with a delivery that has failed once and waits.
    private func withDelivery(
        _ body: (Management, _ event: String, _ subscription: String) async throws -> Void
    ) async throws {
        try await withManagement { management async throws in
            _ = try await management.send(.put, "/v1/event-types/a", [:])
            let created = try await management.send(
                .post,
                "/v1/subscriptions",
                ["url": "https://public.example/", "event_types": ["*"]]
            )
            let subscription = try #require(try created.text("id"))
            let event = try #require(
                try await management.send(.post, "/v1/events", ["type": "a", "payload": [:]]).text("id")
            )
            try await management.database.run(
                script: """
                    DELETE FROM outbox.event_queue;
                    INSERT INTO outbox.workers (host, pid, version) VALUES ('test', 1, '1.2.3');
                    INSERT INTO outbox.deliveries (event_id, subscription_id, tenant, bucket, attempts, due_at, last_status)
                    SELECT '\(event)', id, tenant, bucket, 1, now() + interval '1 hour', 500 FROM outbox.subscriptions;
                    INSERT INTO outbox.attempts (event_id, subscription_id, attempt, outcome, status, error, latency_ms,
                      worker, started_at, response_headers, response_body)
                    SELECT '\(event)', '\(subscription)', 1, 'retry', 500, 'status_500', 12, id, now(),
                      '[["server","x"]]', 'oops' FROM outbox.workers;
                    """
            )
            try await body(management, event, subscription)
        }
    }

    @Test func listsAndFilters() async throws {
        try await withDelivery { management, event, subscription async throws in
            let listed = try await management.send(.get, "/v1/deliveries")
            #expect(listed.status == .ok)
            #expect(try listed.items("event_id") == [event])
            #expect(try listed.items("state") == ["retrying"])
            #expect(try listed.items("event_type") == ["a"])
            #expect(try listed.json["data"]?[0]?["attempt_count"] == 1)
            #expect(try listed.json["data"]?[0]?["attempts"] == nil)
            for (query, count) in [
                ("state=retrying", 1), ("state=dead", 0), ("subscription_id=\(subscription)", 1),
                ("subscription_id=\(event)", 0), ("event_type=a", 1), ("event_type=b", 0), ("tenant=default", 1),
                ("tenant=x", 0), ("since=2000-01-01T00:00:00Z", 1), ("until=2000-01-01T00:00:00Z", 0),
            ] {
                let page = try await management.send(.get, "/v1/deliveries?\(query)")
                #expect(try page.items("event_id").count == count, "\(query)")
            }
            let ofEvent = try await management.send(.get, "/v1/events/\(event)/deliveries")
            #expect(try ofEvent.items("subscription_id") == [subscription])
            #expect(try await management.send(.get, "/v1/events/\(event)").text("status") == "dispatched")
            let wrong = try await management.send(.get, "/v1/deliveries?state=x&subscription_id=y&limit=0")
            #expect(try wrong.faults.count == 3)
        }
    }

    @Test func showsTheAttempts() async throws {
        try await withDelivery { management, event, subscription async throws in
            let response = try await management.send(.get, "/v1/deliveries/\(event)/\(subscription)")
            #expect(response.status == .ok)
            let attempt = try #require(try response.json["attempts"]?[0])
            #expect(attempt["number"] == 1)
            #expect(attempt["outcome"] == "retry")
            #expect(attempt["status"] == 500)
            #expect(attempt["error"] == "status_500")
            #expect(attempt["latency_ms"] == 12)
            #expect(attempt["response_headers"] == [["server", "x"]])
            #expect(attempt["response_body"] == "oops")
            let headers = attempt["request_headers"]?.arrayValue ?? []
            #expect(headers.contains(["webhook-id", .string(event)]))
            #expect(headers.contains(["user-agent", "Postrider/1.2.3"]))
            #expect(!response.text.contains("webhook-signature"))
        }
    }

    @Test func retriesNow() async throws {
        try await withDelivery { management, event, subscription async throws in
            let response = try await management.send(.post, "/v1/deliveries/\(event)/\(subscription)/retry")
            #expect(response.status == .accepted)
            #expect(try response.text("state") == "retrying")
            let due = try await management.database.value(
                "SELECT due_at <= now() FROM outbox.deliveries",
                as: Bool.self
            )
            #expect(due)
        }
    }

    @Test func waitsForWhatIsBeingSent() async throws {
        try await withDelivery { management, event, subscription async throws in
            try await management.database.pool.execute(
                "UPDATE outbox.deliveries SET owner = (SELECT id FROM outbox.workers)"
            )
            let response = try await management.send(.post, "/v1/deliveries/\(event)/\(subscription)/retry")
            #expect(response.status == .conflict)
            #expect(try response.text("detail")?.contains("being sent") == true)
        }
    }

    @Test func answersNotFound() async throws {
        try await withDelivery { management, event, subscription async throws in
            for pair in ["\(subscription)/\(event)", "\(event)/\(event)"] {
                #expect(try await management.send(.get, "/v1/deliveries/\(pair)").status == .notFound)
                #expect(try await management.send(.post, "/v1/deliveries/\(pair)/retry").status == .notFound)
            }
        }
    }

    @Test func refusesForADisabledSubscription() async throws {
        try await withDelivery { management, event, subscription async throws in
            _ = try await management.send(.patch, "/v1/subscriptions/\(subscription)", ["state": "disabled"])
            let read = try await management.send(.get, "/v1/deliveries/\(event)/\(subscription)")
            #expect(try read.text("state") == "dead")
            #expect(try read.text("dead_reason") == "disabled")
            let response = try await management.send(.post, "/v1/deliveries/\(event)/\(subscription)/retry")
            #expect(response.status == .conflict)
            _ = try await management.send(.patch, "/v1/subscriptions/\(subscription)", ["state": "active"])
            let again = try await management.send(.post, "/v1/deliveries/\(event)/\(subscription)/retry")
            #expect(again.status == .accepted)
            #expect(try again.text("state") == "pending")
        }
    }
}
