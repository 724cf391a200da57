import Foundation
import Postgres
import TestKit
import Testing

@testable import Outbox

struct UUIDv7Tests {
    /// RFC 9562, section 5.7.
    @Test func hasTheVersionTheVariantAndTheTime() async throws {
        try await withDatabase { database in
            let rows = try await database.query(
                """
                SELECT n, outbox.uuid_v7(timestamptz '2022-02-22 19:22:22.123456+00') AS id FROM generate_series(1, 200) n
                """
            )
            let ids = try rows.map { try $0.decode("id", as: UUID.self) }
            #expect(Set(ids).count == 200)
            for id in ids {
                #expect(id.milliseconds == 1_645_557_742_123)
                #expect(id.bytes[6] >> 4 == 7)
                #expect(id.bytes[8] >> 6 == 0b10)
                // 456 of 1,000 microseconds in units of 1/4096 ms (section 6.2, method 3).
                #expect(UInt16(id.bytes[6] & 0x0f) << 8 | UInt16(id.bytes[7]) == 456 * 4_096 / 1_000)
            }
            for position in 9..<16 { #expect(Set(ids.map { $0.bytes[position] }).count > 50) }
        }
    }

    @Test func defaultsToTheClockNotTheTransaction() async throws {
        try await withDatabase { database in
            let row = try #require(
                try await database.query(
                    """
                    SELECT clock_timestamp() AS before, outbox.uuid_time(outbox.uuid_v7()) AS time,
                      clock_timestamp() AS after
                    """
                )
                .first
            )
            let time = try row.decode("time", as: Date.self)
            #expect(time >= (try row.decode("before", as: Date.self)).addingTimeInterval(-0.001))
            #expect(time <= (try row.decode("after", as: Date.self)))
        }
    }

    @Test func microsecondsAreInOrder() async throws {
        try await withDatabase { database in
            let wrong = try await database.count(
                """
                (SELECT id, lag(id) OVER (ORDER BY n) AS previous FROM (
                  SELECT n, outbox.uuid_v7(timestamptz '2026-01-01 00:00:00+00' + n * interval '1 microsecond') AS id
                  FROM generate_series(1, 5000) n) x) y WHERE id <= previous
                """
            )
            #expect(wrong == 0)
        }
    }

    @Test(arguments: [
        "2026-01-01 00:00:00+00", "2026-12-31 23:59:59.999+00", "2026-06-15 12:00:00.001+02", "1970-01-01 00:00:00+00",
        "9999-12-31 00:00:00.5+00",
    ])
    func theTimeIsReadBackToTheMillisecond(text: String) async throws {
        try await withDatabase { database in
            let row = try #require(
                try await database.query(
                    """
                    SELECT t, outbox.uuid_time(outbox.uuid_v7(t)) AS time, outbox.uuid_time(outbox.uuid_floor(t)) AS floor,
                      outbox.uuid_floor(t) < outbox.uuid_v7(t) AS is_below,
                      outbox.uuid_floor(t) > outbox.uuid_v7(t - interval '1 ms') AS is_above
                    FROM (SELECT \(text)::text::timestamptz AS t) x
                    """
                )
                .first
            )
            let time = try row.decode("t", as: Date.self)
            #expect(try row.decode("time", as: Date.self) == time)
            #expect(try row.decode("floor", as: Date.self) == time)
            #expect(try row.decode("is_below", as: Bool.self))
            let isAbove: Bool = try row.decode("is_above")
            #expect(isAbove || text.hasPrefix("1970"))
        }
    }
}
