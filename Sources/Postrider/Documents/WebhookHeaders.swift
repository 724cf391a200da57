import JSONSchema
import OpenAPI
import OrderedCollections

/// The header fields of every delivery (standardwebhooks.com), as components that webhooks refer to.
enum WebhookHeaders {
    static let names = ["webhook-id", "webhook-timestamp", "webhook-signature", "webhook-event-type"]

    static func addComponents(to components: inout Components) {
        for parameter in parameters {
            components.parameters[parameter.name] = parameter
        }
    }

    private static let parameters: [OpenAPI.Parameter] = [
        header(
            "webhook-id",
            "The event's id, the same on every retry. Use it to recognise what you have handled already.",
            schema: ["type": "string", "format": "uuid"]
        ),
        header(
            "webhook-timestamp",
            "Unix seconds of this attempt. Refuse what is more than \(WebhookAnswers.toleranceMinutes) minutes away "
                + "from your clock.",
            schema: ["type": "string", "pattern": "^[0-9]+$"]
        ),
        header(
            "webhook-signature",
            "Space-separated signatures, one per unexpired secret: `v1,` and the base64 of the HMAC-SHA256 of "
                + "`webhook-id.webhook-timestamp.body`. One that matches is enough.",
            schema: ["type": "string"]
        ),
        header("webhook-event-type", "The name of the webhook.", schema: ["type": "string"]),
    ]

    private static func header(_ name: String, _ description: String, schema: JSON) -> OpenAPI.Parameter {
        var parameter = OpenAPI.Parameter(name: name, place: .header, required: true, schema: schema)
        parameter.description = description
        return parameter
    }
}
