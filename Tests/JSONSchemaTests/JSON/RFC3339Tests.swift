import Foundation
import Testing

@testable import JSONSchema

struct RFC3339Tests {
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0), ("1970-01-01T00:00:00.000Z", 0), ("2026-01-01T00:00:00.000Z", 1_767_225_600),
        ("1969-12-31T23:59:59.5Z", -0.5),
        ("2000-02-29T12:00:00+00:00", 951_825_600), ("2000-02-29T12:00:00-00:00", 951_825_600),
        ("2026-07-29T10:20:30+05:30", 1_785_300_630),
        ("1985-04-12T23:20:50.52Z", 482_196_050.52), ("1996-12-19T16:39:57-08:00", 851_042_397),
        ("1990-12-31T23:59:60Z", 662_688_000),
        ("1990-12-31T15:59:60-08:00", 662_688_000), ("1937-01-01T12:00:27.87+00:20", -1_041_337_172.13),
        ("2026-01-01t00:00:00z", 1_767_225_600),
        ("0000-01-01T00:00:00Z", -62_167_219_200), ("9999-12-31T23:59:59.999Z", 253_402_300_799.999),
        ("2026-01-01T00:00:00.1234567891234Z", 1_767_225_600.123456789),
        ("1998-12-31T23:59:60.5Z", 915_148_800.5), ("2026-01-01T00:00:00-23:59", 1_767_311_940),
    ])
    func readsDateTimes(_ text: String, _ seconds: Double) throws {
        let date = try #require(RFC3339.date(of: text))
        #expect(abs(date.timeIntervalSince1970 - seconds) < 1e-6)
    }

    @Test(arguments: [
        "", "2026-01-01", "2026-01-01T00:00:00", "2026-01-01 00:00:00Z", "2026-01-01T00:00Z", "2026-01-01T00:00:00.Z",
        "2026-1-01T00:00:00Z",
        "2026-00-01T00:00:00Z", "2026-13-01T00:00:00Z", "2026-01-00T00:00:00Z", "2026-01-32T00:00:00Z",
        "2026-02-29T00:00:00Z", "1900-02-29T00:00:00Z",
        "2026-04-31T00:00:00Z", "2026-01-01T24:00:00Z", "2026-01-01T00:60:00Z", "2026-01-01T00:00:61Z",
        "2026-01-01T00:00:60Z",
        "1998-12-31T23:58:60Z", "1998-12-31T22:59:60Z", "1990-12-31T15:59:60-07:00", "2026-01-01T00:00:00+24:00",
        "2026-01-01T00:00:00+00:60", "2026-01-01T00:00:00+0000",
        "2026-01-01T00:00:00+00", "2026-01-01T00:00:00Z ", " 2026-01-01T00:00:00Z", "+2026-01-01T00:00:00Z",
        "2026-01-01T00:00:00,5Z", "02026-01-01T00:00:00Z",
        "２026-01-01T00:00:00Z", "2026-01-01T00:00:00Zulu", "2026-001T00:00:00Z", "20260101T000000Z",
        "-026-01-01T00:00:00Z", "2026-01-01T0a:00:00Z",
    ])
    func refusesEverythingElse(_ text: String) {
        #expect(RFC3339.date(of: text) == nil)
    }

    @Test(
        arguments: [
            (0, "1970-01-01T00:00:00.000Z"), (1_767_225_600, "2026-01-01T00:00:00.000Z"),
            (0.0004, "1970-01-01T00:00:00.000Z"), (0.0006, "1970-01-01T00:00:00.001Z"),
            (59.9996, "1970-01-01T00:01:00.000Z"), (-0.001, "1969-12-31T23:59:59.999Z"),
            (951_782_400, "2000-02-29T00:00:00.000Z"), (-62_167_219_200, "0000-01-01T00:00:00.000Z"),
            (253_402_300_799.999, "9999-12-31T23:59:59.999Z"), (253_402_300_799.9999, nil), (-62_167_219_200.001, nil),
            (.infinity, nil), (.nan, nil), (1e300, nil),
        ] as [(Double, String?)]
    )
    func writesMillisecondsInUTC(_ seconds: Double, _ text: String?) {
        #expect(RFC3339.text(of: Date(timeIntervalSince1970: seconds)) == text)
    }

    @Test func millisecondsRoundTrip() throws {
        var seed = JSONSeed(20)
        for _ in 0..<5000 {
            let milliseconds = Int.random(in: -62_167_219_200_000..<253_402_300_800_000, using: &seed)
            let text = try #require(RFC3339.text(of: Date(timeIntervalSince1970: Double(milliseconds) / 1000)))
            let date = try #require(RFC3339.date(of: text))
            #expect((date.timeIntervalSince1970 * 1000).rounded() == Double(milliseconds), "\(text)")
            #expect(RFC3339.text(of: date) == text)
        }
    }

    /// Every day of 800 years, against the calendar's rules.
    @Test func daysFollowEachOther() {
        var day = CivilDay(year: 1599, month: 12, day: 31)
        for number in CivilDay(year: 1600, month: 1, day: 1)
            .daysSince1970..<CivilDay(year: 2400, month: 1, day: 1).daysSince1970
        {
            let next = CivilDay(daysSince1970: number)
            let isNewMonth = day.day == CivilDay.days(inMonth: day.month, of: day.year)
            #expect(next.day == (isNewMonth ? 1 : day.day + 1))
            #expect(next.month == (isNewMonth ? day.month % 12 + 1 : day.month))
            #expect(next.year == (isNewMonth && day.month == 12 ? day.year + 1 : day.year))
            #expect(next.daysSince1970 == number)
            day = next
        }
    }
}
