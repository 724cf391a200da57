import Testing

@testable import Outbox

struct EventTypeNameTests {
    @Test(arguments: ["a", "new-subscription", "invoice.paid", "_x", "9", "github/push", "A.b_c-d/e", "a..b", "a."])
    func knowsNames(name: String) {
        #expect(EventTypeName.isValid(name))
        #expect(EventTypeName.isPattern(name))
    }

    @Test(arguments: ["", " ", ".a", "-a", "/a", "a b", "a\n", "a*", "*", "\u{E9}t\u{E9}", "a\u{0}"])
    func refusesOtherNames(name: String) {
        #expect(!EventTypeName.isValid(name))
    }

    @Test func boundsTheLength() {
        #expect(EventTypeName.isValid(String(repeating: "a", count: 256)))
        #expect(!EventTypeName.isValid(String(repeating: "a", count: 257)))
    }

    @Test(arguments: ["*", "billing.*", "a.b.c.*", "a/b.*", "_.*"])
    func knowsPatterns(pattern: String) {
        #expect(EventTypeName.isPattern(pattern))
        #expect(!EventTypeName.isExact(pattern))
    }

    @Test(arguments: ["", ".*", "**", "*.paid", "billing*", "billing.*.paid", "billing.* ", "-a.*"])
    func refusesOtherPatterns(pattern: String) {
        #expect(!EventTypeName.isPattern(pattern))
    }
}
