import NIOCore
import Outbox
import Testing

@testable import Worker

struct AddressBookTests {
    private let start = NIODeadline.uptimeNanoseconds(1_000_000_000_000)
    private let one = [IPAddress(v4: 1), IPAddress(v4: 2)]

    private func book(maximum: Int = 10) -> AddressBook {
        AddressBook(maximum: maximum, lifetime: .seconds(30))
    }

    @Test func forgetsAfterTheLifetime() {
        var book = book()
        _ = book.finish("a", .success(one), at: start)
        #expect(book.addresses(of: "a", at: start + .seconds(29)) == one)
        #expect(book.addresses(of: "a", at: start + .seconds(30)) == nil)
        #expect(book.addresses(of: "b", at: start) == nil)
    }

    @Test func doesNotRememberFailures() {
        var book = book()
        _ = book.finish("a", .failure(SendFailure(.resolve, "no")), at: start)
        #expect(book.addresses(of: "a", at: start) == nil)
    }

    @Test func letsOneLookUpAndTheOthersJoin() {
        var book = book()
        let waiters = (0..<3).map { _ in AddressBook.Waiter() }
        #expect(book.join("a", waiters[0], at: start, overdue: .seconds(5)) == .first)
        #expect(book.join("a", waiters[1], at: start + .seconds(4), overdue: .seconds(5)) == .joined)
        #expect(book.join("a", waiters[2], at: start + .seconds(5), overdue: .seconds(5)) == .overdue)
        #expect(book.join("b", waiters[2], at: start, overdue: .seconds(5)) == .first)
        book.leave("a", waiters[0])
        let told = book.finish("a", .success(one), at: start)
        #expect(told.count == 1 && told.first === waiters[1])
        #expect(book.finish("a", .success(one), at: start).isEmpty)
    }

    @Test func isBounded() {
        var book = book(maximum: 2)
        _ = book.finish("a", .success(one), at: start)
        _ = book.finish("b", .success(one), at: start + .seconds(1))
        _ = book.finish("c", .success(one), at: start + .seconds(2))
        #expect(book.addresses(of: "a", at: start + .seconds(2)) == nil)
        #expect(book.addresses(of: "b", at: start + .seconds(2)) == one)
        #expect(book.addresses(of: "c", at: start + .seconds(2)) == one)
    }

    @Test func demotesAnAddress() {
        var book = book()
        _ = book.finish("a", .success(one), at: start)
        book.demote(IPAddress(v4: 1), of: "a")
        book.demote(IPAddress(v4: 9), of: "a")
        book.demote(IPAddress(v4: 1), of: "unknown")
        #expect(book.addresses(of: "a", at: start) == one.reversed())
    }

    @Test func alternatesFamilies() {
        let (v4, v6) = ((1...3).map { IPAddress(v4: $0) }, (1...2).map { IPAddress(v6: $0) })
        #expect((v6 + v4).alternatingFamilies == [v6[0], v4[0], v6[1], v4[1], v4[2]])
        #expect(v4.alternatingFamilies == v4)
        #expect([IPAddress]().alternatingFamilies == [])
    }
}
