import JSONSchema
import LocalHTTP

/// Registers the receiver of `postrider dev` through the gateway's API, as a user would.
struct DevSubscription {
    /// The gateway's address, without a slash at its end.
    let gateway: String
    let adminKey: String
    let receiver: String
    let secret: String

    /// Tells the subscription from others, also when the receiver's port has changed since the last run.
    private static let mark: JSON = ["made_by": "postrider dev"]

    /// Makes the subscription, or points the last run's one at the receiver.
    func register() async throws {
        let fields: JSON = [
            "url": .string(receiver), "event_types": ["*"], "description": "The receiver of `postrider dev`.",
        ]
        guard let id = try await existing() else {
            var body = fields
            body["secret"] = .string(secret)
            body["metadata"] = Self.mark
            _ = try await send("POST", "/v1/subscriptions", body, expecting: 201)
            return
        }
        var body = fields
        body["state"] = "active"
        _ = try await send("PATCH", "/v1/subscriptions/\(id)", body, expecting: 200)
    }

    private func existing() async throws -> String? {
        var cursor: String?
        repeat {
            let query = "?limit=200" + (cursor.map { "&cursor=\($0)" } ?? "")
            let page = try await send("GET", "/v1/subscriptions\(query)", nil, expecting: 200)
            let found = page["data"]?.arrayValue?.first { $0["metadata"] == Self.mark }
            if let id = found?["id"]?.stringValue { return id }
            cursor = page["next_cursor"]?.stringValue
        } while cursor != nil
        return nil
    }

    private func send(_ method: String, _ path: String, _ body: JSON?, expecting status: Int) async throws -> JSON {
        let answer = try await HTTPClient.send(
            method,
            gateway + path,
            headers: [("authorization", "Bearer \(adminKey)"), ("content-type", "application/json")],
            body: body?.bytes() ?? []
        )
        guard answer.status == status else {
            throw ToolError("\(method) \(path) answered \(answer.status): \(answer.text.prefix(1000))")
        }
        return try JSON.parse(answer.body)
    }
}
