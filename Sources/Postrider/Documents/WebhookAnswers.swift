import OpenAPI
import OrderedCollections
import Outbox

/// What the worker makes of a receiver's answers, in words for receivers.
///
/// The numbers are those that the worker keeps, so that the document cannot say otherwise.
enum WebhookAnswers {
    /// How far a timestamp may be off: a recommendation to receivers, as the reference library of Standard Webhooks has.
    static let toleranceMinutes = 5

    /// What a subscription gets whose owner does not choose.
    private static let timeoutSeconds =
        SubscriptionSettings(url: "", eventTypes: []).timeoutMilliseconds / 1000

    static var responses: OrderedDictionary<String, OpenAPI.Response> {
        [
            "2XX": OpenAPI.Response(
                description: "Acknowledged. Any 2xx within \(timeoutSeconds) seconds; the body is ignored."
            ),
            "410": OpenAPI.Response(description: "Gone. The subscription is disabled and receives nothing more."),
            "default": OpenAPI.Response(
                description: "Anything else, redirects and timeouts included, is retried with exponential backoff."
            ),
        ]
    }
}
