import Foundation
import Testing

@testable import Outbox

struct CursorTests {
    @Test func readsWhatItWrites() throws {
        let (first, second) = (UUID(), UUID())
        let cursor = Cursor(.deliveries, first, second)
        let read = try Cursor(cursor.text, of: .deliveries)
        #expect(read == cursor)
        #expect(try read.ids(2) == [first, second])
    }

    @Test func staysOutOfTheWayInURLs() {
        for _ in 0..<100 {
            let text = Cursor(.events, UUID()).text
            #expect(text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") })
        }
    }

    @Test func keepsTimeAndNameOfEventTypes() throws {
        let time = Date(timeIntervalSince1970: 1_763_856_000.123_456)
        let cursor = Cursor(createdAt: time, name: String(repeating: "n", count: 256))
        let (createdAt, name) = try Cursor(cursor.text, of: .eventTypes).createdAndName()
        #expect(abs(createdAt.timeIntervalSince(time)) < 1e-6)
        #expect(name == String(repeating: "n", count: 256))
    }

    @Test(arguments: ["", "!", "AA", "====", "\u{1F600}", "null", String(repeating: "A", count: 100_000)])
    func refusesOtherTexts(text: String) {
        #expect(throws: CursorError.self) { try Cursor(text, of: .events).ids(1) }
    }

    @Test func refusesCursorsOfOtherLists() {
        let text = Cursor(.events, UUID()).text
        #expect(throws: CursorError.self) { try Cursor(text, of: .subscriptions) }
        #expect(throws: CursorError.self) { try Cursor(text + "AAAA", of: .events).ids(1) }
    }
}
