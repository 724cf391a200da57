import Testing

@testable import Postrider

struct DeclaredNameTests {
    @Test(arguments: [
        ("readUsers", "Read Users", "readUsers"),
        ("read_users", "Read Users", "readUsers"),
        ("new-subscription", "New Subscription", "newSubscription"),
        ("billing.invoice/paid", "Billing Invoice Paid", "billingInvoicePaid"),
        ("listHTTPKeys", "List HTTP Keys", "listHTTPKeys"),
        ("HTTPKeys", "HTTP Keys", "httpKeys"),
        ("get v1 events by id", "Get V1 Events By Id", "getV1EventsById"),
        ("", "", ""),
    ])
    func makesTitlesAndIdentifiers(text: String, title: String, identifier: String) {
        #expect(DeclaredName(text).title == title)
        #expect(DeclaredName(text).identifier == identifier)
    }
}
