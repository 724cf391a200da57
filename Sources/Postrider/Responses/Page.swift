public import JSONSchema

/// Which part of a list is asked for.
public struct PageRequest: Sendable, Hashable {
    /// The most items in a page.
    public static let maximumLimit = 200
    /// The items in a page when the request does not say.
    public static let defaultLimit = 50

    /// At most so many items, 1 to 200.
    public var limit: Int
    /// Where the page before ended, as its `next_cursor` said; nil for the first.
    public var cursor: String?

    /// Creates a request.
    public init(limit: Int = defaultLimit, cursor: String? = nil) {
        self.limit = limit
        self.cursor = cursor
    }
}

extension Input where Value == PageRequest {
    /// The query parameters `limit`, 1 to 200 and 50 by default, and `cursor`.
    public static var page: Input {
        .combining(
            .query(
                "limit",
                default: PageRequest.defaultLimit,
                .range(1...PageRequest.maximumLimit),
                description: "At most so many items."
            ),
            .query("cursor", String?.self, description: "The `next_cursor` of the page before."),
            as: PageRequest.init
        )
    }
}
