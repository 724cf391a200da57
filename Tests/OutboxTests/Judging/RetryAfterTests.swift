import Foundation
import Testing

@testable import Outbox

struct RetryAfterTests {
    /// Wed, 06 Nov 2024 08:49:37 GMT.
    private let now = Date(timeIntervalSince1970: 1_730_882_977)

    @Test(arguments: [
        ("0", 0), ("1", 1), ("120", 120), ("000120", 120), (" 120\t", 120), ("86400", 86_400),
    ])
    func readsSeconds(value: String, seconds: Int) {
        #expect(RetryAfter.delay(value, now: now) == .seconds(seconds))
    }

    @Test(arguments: [
        "86401", "4294967296", "9223372036854775807", "9223372036854775808", "99999999999999999999999999",
    ])
    func asksForADayAtMost(value: String) {
        #expect(RetryAfter.delay(value, now: now) == RetryAfter.limit)
        #expect(RetryAfter.limit == .seconds(24 * 3_600))
    }

    /// RFC 9110, section 5.6.7: the present form, that of RFC 850 and that of C's `asctime`.
    @Test(arguments: [
        ("Wed, 06 Nov 2024 08:51:07 GMT", 90), ("Wednesday, 06-Nov-24 08:51:07 GMT", 90),
        ("Wed Nov  6 08:51:07 2024", 90), ("Wed, 06 Nov 2024 08:49:37 GMT", 0), ("Thu Nov  7 08:49:37 2024", 86_400),
        ("Thu, 14 Nov 2024 08:49:37 GMT", 86_400), ("Thu Nov 14 08:49:37 2024", 86_400),
    ])
    func readsTheThreeFormsOfADate(value: String, seconds: Int) {
        #expect(RetryAfter.delay(value, now: now) == .seconds(seconds))
    }

    @Test(arguments: [
        "Wed, 06 Nov 2024 08:49:36 GMT", "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT",
        "Sun Nov  6 08:49:37 1994", "Thu, 01 Jan 1970 00:00:00 GMT",
    ])
    func aPastDateAsksForNothing(value: String) {
        #expect(RetryAfter.delay(value, now: now) == .zero)
    }

    @Test(arguments: ["Fri, 31 Dec 9999 23:59:59 GMT", "Sat, 06 Nov 2094 08:49:37 GMT"])
    func aFarDateAsksForADay(value: String) {
        #expect(RetryAfter.delay(value, now: now) == RetryAfter.limit)
    }

    @Test(arguments: [
        "", " ", "soon", "-1", "+1", "1.5", "1e3", "12s", "0x10", "1 2", "1,2", "\u{0661}", "\u{FF11}", "\u{00B2}",
        "Wed, 06 Nov 2024 08:51:07", "Wed, 06 Nov 2024 08:51:07 PST", "Wed, 06 Nov 2024 25:51:07 GMT",
        "2024-11-06T08:51:07Z", "06 Nov 2024", "\0", String(repeating: "x", count: 10_000),
    ])
    func garbageAsksForNothingAtAll(value: String) {
        #expect(RetryAfter.delay(value, now: now) == nil)
    }
}
