import Foundation
import Outbox

/// A page of a list as the management API answers it; the name of its component is the item's.
struct ManagementList<Item: SchemaComponent>: SchemaComponent {
    var data: [Item]
    var nextCursor: Nullable<String>

    static var schemaName: String { Item.schemaName + "List" }

    enum CodingKeys: String, CodingKey {
        case data
        case nextCursor = "next_cursor"
    }

    init<Stored>(_ page: ListPage<Stored>, _ item: (Stored) throws -> Item) rethrows {
        data = try page.items.map(item)
        nextCursor = Nullable(page.next?.text)
    }

    static func definition(in registry: inout SchemaRegistry) -> JSON {
        ObjectSchema("A part of a list, newest first.") {
            Property("data", [Item].self, description: "Items, at most as many as `limit` says.")
            Property(
                "next_cursor",
                Nullable<String>.self,
                description: """
                    What to send as `cursor` to get the next page; null after the last. Only this tells the end: a \
                    filter may leave a page short.
                    """
            )
        }
        .json(in: &registry)
    }
}

extension PageRequest {
    /// Reads a page from a store; a cursor that is none of the list's is the caller's fault.
    func list<Stored>(
        _ list: Cursor.List,
        _ read: (ListRequest) async throws -> ListPage<Stored>
    ) async throws -> ListPage<Stored> {
        do {
            return try await read(ListRequest(limit: limit, cursor: try cursor.map { try Cursor($0, of: list) }))
        } catch let error as CursorError {
            throw Self.problem(error)
        }
    }

    private static func problem(_ error: CursorError) -> Problem {
        .unprocessable([
            InvalidInput(in: .query, pointer: "/cursor", keyword: "cursor", message: error.description)
        ])
    }
}

extension Input where Value == String? {
    /// The query parameter `tenant` of lists.
    static var tenant: Input {
        .query("tenant", String?.self, .pattern(TenantName.pattern), description: "Only this tenant's.")
    }

    /// A query parameter that names an event type.
    static func eventType(_ name: String, description: String) -> Input {
        .query(name, String?.self, .pattern(EventTypeName.pattern), description: description)
    }
}

extension Input where Value == TimeWindow {
    /// The query parameters `since` and `until`.
    static var window: Input {
        .combining(
            .query("since", Date?.self, description: "Only events recorded then or later."),
            .query("until", Date?.self, description: "Only events recorded before."),
            as: { TimeWindow(since: $0, until: $1) }
        )
    }
}
