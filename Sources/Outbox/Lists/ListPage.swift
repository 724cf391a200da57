/// How much of a list is wanted, and from where.
package struct ListRequest: Sendable {
    /// The most items, 1 to ``Limits/listItems``.
    package var limit: Int
    /// Where to go on; `nil` for the first page.
    package var cursor: Cursor?

    package init(limit: Int = 50, cursor: Cursor? = nil) {
        self.limit = min(max(1, limit), Limits.listItems)
        self.cursor = cursor
    }
}

/// A part of a list, newest first.
package struct ListPage<Item: Sendable>: Sendable {
    package var items: [Item]
    /// Where the next page starts, or `nil` at the end.
    ///
    /// Only this tells the end: a page may be shorter than asked for.
    package var next: Cursor?

    package init(items: [Item], next: Cursor?) {
        self.items = items
        self.next = next
    }

    /// Cuts a page out of one item more than was asked for.
    init(_ items: [Item], limit: Int, cursor: (Item) -> Cursor) {
        self.items = Array(items.prefix(limit))
        next = items.count > limit ? self.items.last.map(cursor) : nil
    }
}
