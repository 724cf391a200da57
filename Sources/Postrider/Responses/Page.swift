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

/// A part of a list, and where the next one starts.
public struct Page<Item: Codable & SchemaRepresentable & Sendable>: Sendable {
    /// The items, at most as many as were asked for.
    public var data: [Item]
    /// What to send as `cursor` to get the next page; null after the last.
    public var nextCursor: Nullable<String>

    /// Creates a page; a nil cursor ends the list.
    public init(data: [Item], nextCursor: String?) {
        self.data = data
        self.nextCursor = Nullable(nextCursor)
    }

    private enum CodingKeys: String, CodingKey {
        case data
        case nextCursor = "next_cursor"
    }
}

extension Page: Codable {}

extension Page: SchemaComponent {
    /// An object of the items and the cursor.
    public static func definition(in registry: inout SchemaRegistry) -> JSON {
        ObjectSchema {
            Property("data", [Item].self)
            Property(
                "next_cursor",
                Nullable<String>.self,
                description: "What to send as `cursor` to get the next page; null after the last."
            )
        }
        .json(in: &registry)
    }
}
