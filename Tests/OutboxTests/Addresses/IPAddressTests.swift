import Outbox
import Testing

struct IPAddressTests {
    @Test(arguments: [
        ("1.2.3.4", "1.2.3.4"),
        ("0.0.0.0", "0.0.0.0"),
        ("255.255.255.255", "255.255.255.255"),
        ("::", "::"),
        ("::1", "::1"),
        ("2001:DB8:0:0:0:0:0:1", "2001:db8::1"),
        ("::ffff:10.0.0.1", "::ffff:10.0.0.1"),
        ("64:ff9b::a00:1", "64:ff9b::a00:1"),
    ])
    func readsAndWrites(text: String, canonical: String) throws {
        let address = try #require(IPAddress(text))
        #expect(address.description == canonical)
        #expect(IPAddress(bytes: address.bytes) == address)
    }

    @Test(arguments: [
        "", "1.2.3", "1.2.3.4.5", "256.0.0.1", "0x7f.0.0.1", "127.1", "2130706433", " 1.2.3.4", "1.2.3.4 ", "[::1]",
        ":::1",
        "fe80::1%eth0", "1.2.3.4\0", "::1\0x", "1.2.3.4/32", "localhost",
    ])
    func refusesLooseText(text: String) {
        #expect(IPAddress(text) == nil)
    }

    @Test func takesFourOrSixteenBytes() {
        #expect(IPAddress(bytes: [127, 0, 0, 1])?.description == "127.0.0.1")
        for count in [0, 1, 3, 5, 15, 17] {
            #expect(IPAddress(bytes: Array(repeating: 1, count: count)) == nil)
        }
    }

    @Test(arguments: [
        ("::ffff:10.1.2.3", "10.1.2.3"),
        ("::ffff:0:10.1.2.3", "10.1.2.3"),
        ("::10.1.2.3", "10.1.2.3"),
        ("64:ff9b::10.1.2.3", "10.1.2.3"),
        ("2002:0a01:0203::1", "10.1.2.3"),
        ("2002:a01:203:ffff:ffff:ffff:ffff:ffff", "10.1.2.3"),
    ])
    func findsTheEmbeddedAddress(text: String, embedded: String) throws {
        #expect(try #require(IPAddress(text)).embedded?.description == embedded)
    }

    @Test(arguments: [
        "10.1.2.3", "::", "::1", "2001::a01:203", "64:ff9b:1::a01:203", "2001:db8::10.1.2.3", "::1:0:0:0",
    ])
    func findsNoneElsewhere(text: String) throws {
        #expect(try #require(IPAddress(text)).embedded == nil)
    }
}
