import Foundation
import Postrider

/// FastAPI's example payload.
struct Subscription: SchemaComponent, Equatable {
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

extension Gateway {
    /// A gateway without document pages, for tests of something else.
    static func bare() -> Gateway {
        Gateway(title: "Test", version: "1", documents: .none)
    }
}
