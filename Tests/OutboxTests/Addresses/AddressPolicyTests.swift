import Outbox
import Testing

struct AddressPolicyTests {
    /// First and last addresses of every refused block, and every form that embeds one.
    private static let refused = [
        "0.0.0.0", "0.255.255.255", "10.0.0.0", "10.255.255.255", "100.64.0.0", "100.127.255.255", "127.0.0.1",
        "127.255.255.255", "168.63.129.16", "169.254.0.0", "169.254.169.254", "169.254.255.255", "172.16.0.0",
        "172.31.255.255", "192.0.0.0", "192.0.0.192", "192.0.0.255", "192.0.2.0", "192.0.2.255", "192.88.99.1",
        "192.168.0.0", "192.168.255.255", "198.18.0.0", "198.19.255.255", "198.51.100.0", "198.51.100.255",
        "203.0.113.0", "203.0.113.255", "224.0.0.0", "239.255.255.255", "240.0.0.0", "255.255.255.254",
        "255.255.255.255",
        "::", "::1", "::2", "::127.0.0.1", "::8.8.8.8", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254",
        "::ffff:0:127.0.0.1", "64:ff9b::127.0.0.1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "64:ff9b:1:ffff::8.8.8.8",
        "100::", "100::ffff:ffff:ffff:ffff", "2001::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001:2::1",
        "2001:10::1", "2001:20::1", "2001:1ff:ffff::1", "2001:db8::", "2001:db8:ffff::1", "2002:7f00:1::1",
        "2002:a00:1::", "2002:a9fe:a9fe::1", "2002:c0a8:101::1", "3ffe::1", "3fff::1", "3fff:fff:ffff::1", "4000::1",
        "5f00::1", "8000::1", "fc00::", "fd00:ec2::254", "fdff:ffff::1", "fe80::1", "febf::1", "fec0::1", "feff::1",
        "ff02::1", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "1::1", "64:ff9c::1",
    ]

    private static let permitted = [
        "1.0.0.0", "1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0",
        "126.255.255.255",
        "128.0.0.0", "168.63.129.15", "168.63.129.17", "169.253.255.255", "169.255.0.0", "172.15.255.255", "172.32.0.0",
        "192.0.1.0", "192.0.3.0", "192.88.98.255", "192.88.100.0", "192.167.255.255", "192.169.0.0", "198.17.255.255",
        "198.20.0.0", "198.51.99.255", "198.51.101.0", "203.0.112.255", "203.0.114.0", "223.255.255.255",
        "2000::1", "2001:200::1", "2001:4860:4860::8888", "2606:4700:4700::1111", "2a00:1450::1", "3ffd:ffff::1",
        "3fff:1000::1", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8", "2002:808:808::1",
    ]

    @Test(arguments: refused)
    func refusesSpecialAddresses(text: String) throws {
        let address = try #require(IPAddress(text))
        let refusal = try #require(AddressPolicy().refusal(of: address, port: 443))
        #expect(refusal.reason == .address)
        #expect(refusal.setting == "DELIVERY_ALLOW_NETWORKS")
        #expect(refusal.message.contains("DELIVERY_ALLOW_NETWORKS"))
    }

    @Test(arguments: permitted)
    func permitsPublicAddresses(text: String) throws {
        #expect(try AddressPolicy().refusal(of: #require(IPAddress(text)), port: 443) == nil)
    }

    @Test func namesTheBlockAndItsSource() throws {
        let refusal = try AddressPolicy().refusal(of: #require(IPAddress("::ffff:10.9.8.7")))
        #expect(refusal?.message.hasPrefix("the address belongs to private network 10.0.0.0/8 (RFC 1918)") ?? false)
    }

    @Test(arguments: [
        ("10.1.0.0/16", "10.1.2.3", true),
        ("10.1.0.0/16", "10.2.2.3", false),
        ("10.1.0.0/16", "::ffff:10.1.2.3", true),
        ("10.1.0.0/16", "64:ff9b::10.1.2.3", true),
        ("10.1.0.0/16", "2002:a01:203::1", true),
        ("10.1.0.0/16", "2002:a02:203::1", false),
        ("64:ff9b::/96", "64:ff9b::10.1.2.3", true),
        ("64:ff9b::/96", "10.1.2.3", false),
        ("64:ff9b:1::/48", "64:ff9b:1::10.1.2.3", true),
        ("2001::/32", "2001::1", true),
        ("::ffff:10.0.0.0/104", "10.1.2.3", true),
        ("::ffff:10.0.0.0/104", "::ffff:10.1.2.3", true),
        ("::ffff:10.0.0.0/104", "192.168.0.1", false),
        ("::/0", "10.1.2.3", false),
        ("::/0", "fd00::1", true),
        ("0.0.0.0/0", "127.0.0.1", true),
        ("0.0.0.0/0", "::1", false),
        ("127.0.0.1", "127.0.0.1", true),
        ("127.0.0.1", "127.0.0.2", false),
    ])
    func explicitNetworksWin(network: String, address: String, permitted: Bool) throws {
        let policy = AddressPolicy(allowing: [try Network(network)])
        #expect(try (policy.refusal(of: #require(IPAddress(address))) == nil) == permitted)
    }

    @Test(arguments: [
        (80, true), (443, true), (1024, true), (8080, true), (65535, true),
        (0, false), (1, false), (22, false), (25, false), (53, false), (79, false), (81, false), (1023, false),
        (65536, false), (-1, false),
    ])
    func permitsOrdinaryPorts(port: Int, permitted: Bool) throws {
        let refusal = try AddressPolicy().refusal(of: #require(IPAddress("8.8.8.8")), port: port)
        #expect((refusal == nil) == permitted)
        #expect(refusal.map { $0.reason == .port && $0.setting != nil } ?? true)
    }

    @Test func permitsEveryPortInAnAllowedNetwork() throws {
        let policy = AddressPolicy(allowing: [try Network("10.0.0.0/8")])
        #expect(try policy.refusal(of: #require(IPAddress("10.0.0.1")), port: 25) == nil)
        #expect(try policy.refusal(of: #require(IPAddress("8.8.8.8")), port: 25)?.reason == .port)
    }

    @Test func refusesARegistrationForAnyRefusedAddress() throws {
        let policy = AddressPolicy()
        let target = try policy.target(of: "https://hooks.example.com/in")
        let open = try #require(IPAddress("8.8.8.8"))
        let inner = try #require(IPAddress("10.9.8.7"))
        #expect(policy.refusal(of: target, resolvedTo: []) == nil)
        #expect(policy.refusal(of: target, resolvedTo: [open]) == nil)
        let refusal = try #require(policy.refusal(of: target, resolvedTo: [open, inner]))
        #expect(refusal.message.contains("hooks.example.com"))
        #expect(refusal.message.contains("10.0.0.0/8"))
        #expect(refusal.setting == AddressRefusal.setting)
    }

    @Test func keepsInnerAddressesOfNamesToItself() throws {
        let policy = AddressPolicy()
        let target = try policy.target(of: "https://intranet/")
        let refusal = try policy.refusal(of: target, resolvedTo: [#require(IPAddress("10.9.8.7"))])
        #expect(refusal.map { !$0.message.contains("10.9.8.7") } ?? false)
    }
}
