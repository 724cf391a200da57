import Foundation
import Postrider

struct Subscription: SchemaComponent {
    var username: String
    var monthlyFee: Double
    var startDate: Date

    enum CodingKeys: String, CodingKey {
        case username
        case monthlyFee = "monthly_fee"
        case startDate = "start_date"
    }

    static func definition(in registry: inout SchemaRegistry) -> JSON {
        ObjectSchema {
            Property("username", String.self)
            Property("monthly_fee", Double.self)
            Property("start_date", Date.self)
        }
        .json(in: &registry)
    }
}

let gateway = Gateway(title: "Demo", version: "0.1.0")

let newSubscription = gateway.webhooks.post(
    "new-subscription",
    body: Subscription.self,
    description: """
        When a new user subscribes to your service we'll send you a POST request with this
        data to the URL that you register for the event `new-subscription` in the dashboard.
        """
)

gateway.get("/users/", name: "readUsers") {
    ["Rick", "Morty"]
}

gateway.post("/subscriptions/", .body(Subscription.self), .context, name: "subscribe", status: .created) {
    subscription,
    context in
    try await context.transaction { transaction in
        try await transaction.execute(
            """
            INSERT INTO paying_users (username, monthly_fee, start_date)
            VALUES (\(subscription.username)::text, \(subscription.monthlyFee)::float8, \(subscription.startDate)::timestamptz)
            """
        )
        // The event exists only together with the row above.
        try await transaction.emit(newSubscription, subscription)
    }
    return subscription
}

await gateway.run { database in
    try await database.execute(
        """
        CREATE TABLE IF NOT EXISTS paying_users
          (username text NOT NULL, monthly_fee float8 NOT NULL, start_date timestamptz NOT NULL)
        """
    )
}
