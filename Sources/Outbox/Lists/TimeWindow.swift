package import Foundation

/// A range of time in which events were recorded, to the millisecond that their ids carry.
package struct TimeWindow: Sendable {
    /// The first moment, included.
    package var since: Date?
    /// The moment after the last one.
    package var until: Date?

    package init(since: Date? = nil, until: Date? = nil) {
        self.since = since.map(Self.clamp)
        self.until = until.map(Self.clamp)
    }

    /// The condition on a column of UUIDv7, which prunes partitions as well.
    func condition(on column: String) -> SQLFragment {
        var condition: SQLFragment = "true"
        condition.and(since) { "\(unsafe: column) >= outbox.uuid_floor(\($0)::timestamptz)" }
        condition.and(until) { "\(unsafe: column) < outbox.uuid_floor(\($0)::timestamptz)" }
        return condition
    }

    /// The 48 bits of a UUIDv7 hold the years 1970 to 10889 (RFC 9562, section 5.7).
    private static func clamp(_ date: Date) -> Date {
        min(max(date, Date(timeIntervalSince1970: 0)), Date(timeIntervalSince1970: 281_474_976_710))
    }
}
