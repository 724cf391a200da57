import Outbox
import Testing

struct NetworkTests {
    @Test(arguments: [
        ("10.0.0.0/8", "10.255.255.255", true),
        ("10.0.0.0/8", "11.0.0.0", false),
        ("10.0.0.0/8", "::ffff:10.0.0.1", false),
        ("0.0.0.0/0", "8.8.8.8", true),
        ("0.0.0.0/0", "::1", false),
        ("::/0", "ff02::1", true),
        ("::/0", "8.8.8.8", false),
        ("192.168.1.7", "192.168.1.7", true),
        ("192.168.1.7", "192.168.1.6", false),
        ("192.168.1.6/31", "192.168.1.7", true),
        ("fd00::/8", "fdff::1", true),
        ("fd00::/8", "fe00::1", false),
        ("2001:db8::/127", "2001:db8::1", true),
        ("2001:db8::1/128", "2001:db8::2", false),
    ])
    func contains(network: String, address: String, expected: Bool) throws {
        #expect(try Network(network).contains(#require(IPAddress(address))) == expected)
    }

    @Test(arguments: [
        ("", "needs an IPv4 or IPv6 address"),
        ("/8", "needs an IPv4 or IPv6 address"),
        ("10.0.0/8", "needs an IPv4 or IPv6 address"),
        ("private/8", "needs an IPv4 or IPv6 address"),
        ("fe80::1%eth0/64", "needs an IPv4 or IPv6 address"),
        ("10.0.0.0/", "not in 0...32"),
        ("10.0.0.0/33", "not in 0...32"),
        ("10.0.0.0/08", "not in 0...32"),
        ("10.0.0.0/-1", "not in 0...32"),
        ("10.0.0.0/+8", "not in 0...32"),
        ("10.0.0.0/8/8", "not in 0...32"),
        ("10.0.0.0/255.0.0.0", "not in 0...32"),
        ("fd00::/129", "not in 0...128"),
        ("10.1.2.3/8", "write 10.0.0.0/8"),
        ("fd00::1/64", "write fd00::/64"),
    ])
    func saysWhatIsWrong(text: String, reason: String) {
        let error = #expect(throws: NetworkError.self) { try Network(text) }
        #expect(error?.description.contains(reason) ?? false)
        #expect(error?.description.contains("'\(text)'") ?? false)
    }

    @Test func quotesLongTextsInPart() {
        let error = #expect(throws: NetworkError.self) { try Network(String(repeating: "9", count: 100_000)) }
        #expect((error?.description.count ?? .max) < 300)
    }

    @Test(arguments: ["10.0.0.0/8", "1.2.3.4/32", "fd00::/8", "::/0"])
    func writesWhatItReads(text: String) throws {
        #expect(try Network(text).description == text)
    }
}
