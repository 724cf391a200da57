import Postrider
import Testing

/// The "OpenAPI Webhooks" page of FastAPI's documentation, and the document that it should give.
struct FastAPIPageTests {
    private static func gateway() -> Gateway {
        let gateway = Gateway(title: "Demo", version: "0.1.0")
        let notifications = Webhooks(tags: ["Notifications"])
        _ = notifications.post(
            "new-subscription",
            body: Subscription.self,
            description: """
                When a new user subscribes to your service we'll send you a POST request with this
                data to the URL that you register for the event `new-subscription` in the dashboard.
                """
        )
        gateway.webhooks.include(notifications)
        let users = RouteGroup(tags: ["Users"])
        users.get("/users/", name: "readUsers") { ["Rick", "Morty"] }
        gateway.include(users)
        return gateway
    }

    @Test func servesTheUsers() async throws {
        try await Self.gateway()
            .test { client async throws in
                let response = try await client.get("/users/")
                #expect(response.status == .ok)
                #expect(response.headers[.contentType] == "application/json")
                #expect(try response.decode([String].self) == ["Rick", "Morty"])
            }
    }

    @Test func printsTheDocument() async throws {
        try await Self.gateway()
            .test { client async throws in
                let response = try await client.get("/openapi.json")
                #expect(try response.json.text(pretty: true) == JSON.parse(Self.document).text(pretty: true))
            }
    }

    /// Member order counts as well: the texts are compared.
    private static let document = """
        {
          "openapi": "3.1.0",
          "info": {"title": "Demo", "version": "0.1.0"},
          "paths": {"/users/": {"get": {
            "tags": ["Users"], "summary": "Read Users", "operationId": "readUsers",
            "responses": {"200": {
              "description": "Successful Response",
              "content": {"application/json": {"schema": {"type": "array", "items": {"type": "string"}}}}
            }}
          }}},
          "webhooks": {"new-subscription": {"post": {
            "tags": ["Notifications"],
            "summary": "New Subscription",
            "description": "When a new user subscribes to your service we'll send you a POST request with this\\ndata to the URL that you register for the event `new-subscription` in the dashboard.",
            "operationId": "newSubscription",
            "parameters": [
              {"$ref": "#/components/parameters/webhook-id"},
              {"$ref": "#/components/parameters/webhook-timestamp"},
              {"$ref": "#/components/parameters/webhook-signature"},
              {"$ref": "#/components/parameters/webhook-event-type"}
            ],
            "requestBody": {
              "required": true,
              "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Subscription"}}}
            },
            "responses": {
              "2XX": {"description": "Acknowledged. Any 2xx within 15 seconds; the body is ignored."},
              "410": {"description": "Gone. The subscription is disabled and receives nothing more."},
              "default": {
                "description": "Anything else, redirects and timeouts included, is retried with exponential backoff."
              }
            }
          }}},
          "components": {
            "schemas": {"Subscription": {
              "type": "object",
              "title": "Subscription",
              "properties": {
                "username": {"type": "string"},
                "monthly_fee": {"type": "number"},
                "start_date": {"type": "string", "format": "date-time"}
              },
              "required": ["username", "monthly_fee", "start_date"]
            }},
            "parameters": {
              "webhook-id": {
                "name": "webhook-id", "in": "header", "required": true,
                "description": "The event's id, the same on every retry. Use it to recognise what you have handled already.",
                "schema": {"type": "string", "format": "uuid"}
              },
              "webhook-timestamp": {
                "name": "webhook-timestamp", "in": "header", "required": true,
                "description": "Unix seconds of this attempt. Refuse what is more than 5 minutes away from your clock.",
                "schema": {"type": "string", "pattern": "^[0-9]+$"}
              },
              "webhook-signature": {
                "name": "webhook-signature", "in": "header", "required": true,
                "description": "Space-separated signatures, one per unexpired secret: `v1,` and the base64 of the HMAC-SHA256 of `webhook-id.webhook-timestamp.body`. One that matches is enough.",
                "schema": {"type": "string"}
              },
              "webhook-event-type": {
                "name": "webhook-event-type", "in": "header", "required": true,
                "description": "The name of the webhook.",
                "schema": {"type": "string"}
              }
            }
          }
        }
        """
}
