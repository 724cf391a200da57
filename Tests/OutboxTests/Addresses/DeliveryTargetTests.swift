import Outbox
import Testing

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

struct DeliveryTargetTests {
    private static let everywhere = AddressPolicy(allowing: [
        Network(base: IPAddress(v4: 0), prefixLength: 0),
        Network(base: IPAddress(v6: 0), prefixLength: 0),
    ])

    @Test(arguments: [
        ("https://example.com", "example.com", 443, "/", "example.com"),
        ("https://example.com/", "example.com", 443, "/", "example.com"),
        ("HTTPS://EXAMPLE.com/Path", "example.com", 443, "/Path", "example.com"),
        ("http://example.com:8080/a/b?c=d&e=%20f", "example.com", 8080, "/a/b?c=d&e=%20f", "example.com:8080"),
        ("http://example.com:80/", "example.com", 80, "/", "example.com"),
        ("https://example.com:80/", "example.com", 80, "/", "example.com:80"),
        ("https://example.com?x=1", "example.com", 443, "/?x=1", "example.com"),
        ("https://example.com./x", "example.com", 443, "/x", "example.com"),
        ("https://my_service/x", "my_service", 443, "/x", "my_service"),
        ("https://xn--bcher-kva.example/x", "xn--bcher-kva.example", 443, "/x", "xn--bcher-kva.example"),
        ("https://1.example/x", "1.example", 443, "/x", "1.example"),
        (
            "https://example.com/a//../b;c=(d)*'e'!$,:@~_-.", "example.com", 443, "/a//../b;c=(d)*'e'!$,:@~_-.",
            "example.com"
        ),
        ("https://example.com/?q=a@b:c/d?e", "example.com", 443, "/?q=a@b:c/d?e", "example.com"),
        ("https://0xzz/", "0xzz", 443, "/", "0xzz"),
    ])
    func splitsAURL(url: String, host: String, port: Int, path: String, hostHeader: String) throws {
        let target = try AddressPolicy().target(of: url)
        #expect(target.host == .name(host))
        #expect(target.port == port)
        #expect(target.path == path)
        #expect(target.hostHeader == hostHeader)
        #expect(target.scheme == (url.lowercased().hasPrefix("https") ? .https : .http))
    }

    @Test(arguments: [
        ("http://127.0.0.1/", "127.0.0.1"),
        ("http://127.0.0.1./", "127.0.0.1"),
        ("http://2130706433/", "127.0.0.1"),
        ("http://017700000001/", "127.0.0.1"),
        ("http://0x7f000001/", "127.0.0.1"),
        ("http://0X7F.1/", "127.0.0.1"),
        ("http://0x7f.1/", "127.0.0.1"),
        ("http://127.1/", "127.0.0.1"),
        ("http://127.0.1/", "127.0.0.1"),
        ("http://0177.0.0.1/", "127.0.0.1"),
        ("http://0177.0x0.0.01/", "127.0.0.1"),
        ("http://0/", "0.0.0.0"),
        ("http://0x0/", "0.0.0.0"),
        ("http://10.65535/", "10.0.255.255"),
        ("http://2852039166/latest/meta-data", "169.254.169.254"),
        ("http://[::1]/", "::1"),
        ("http://[0:0:0:0:0:0:0:1]/", "::1"),
        ("http://[::ffff:127.0.0.1]/", "::ffff:127.0.0.1"),
        ("http://[::FFFF:7F00:1]/", "::ffff:127.0.0.1"),
        ("http://[64:ff9b::169.254.169.254]/", "64:ff9b::a9fe:a9fe"),
        ("http://[fe80::1]/", "fe80::1"),
    ])
    func readsSpellingsOfAnAddressAsResolversDo(url: String, address: String) throws {
        let error = #expect(throws: AddressRefusal.self) { try AddressPolicy().target(of: url) }
        #expect(error?.reason == .address)
        #expect(error?.setting == AddressRefusal.setting)
        let target = try Self.everywhere.target(of: url)
        #expect(target.host == .address(try #require(IPAddress(address))))
        #expect(target.hostHeader == (address.contains(":") ? "[\(address)]" : address))
    }

    /// Whatever getaddrinfo takes for an address without asking anyone is an address for us, the same one.
    @Test(arguments: [
        "0", "1", "0x", "0x1", "00", "08", "0777", "1.1", "1.0x1", "1.2.3", "1.2.65536", "1.16777216", "4294967295",
        "4294967296", "256.1", "1.256.1", "0x100000000", "037777777777", "040000000000", "1.2.3.4", "01.02.03.04",
        "1.2.3.0x4", "1.2.3.256", "0xffffffff", "1.2.3.4.5", "127.0.0.01", "0x7f.0x0.0x0.0x1",
    ])
    func agreesWithTheSystemResolver(host: String) throws {
        var hints = addrinfo()
        hints.ai_flags = AI_NUMERICHOST
        var list: UnsafeMutablePointer<addrinfo>?
        let isAddress = getaddrinfo(host, nil, &hints, &list) == 0
        defer { if let list { freeaddrinfo(list) } }
        let target = try? Self.everywhere.target(of: "http://\(host)/")
        guard isAddress, let entry = list?.pointee.ai_addr else {
            #expect(target == nil)
            return
        }
        let number = entry.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { $0.pointee.sin_addr.s_addr }
        #expect(target?.host == .address(IPAddress(v4: UInt32(bigEndian: number))))
    }

    @Test func keepsAPublicAddressAndItsPort() throws {
        let target = try AddressPolicy().target(of: "https://[2606:4700::1]:8443/x")
        #expect(target.hostHeader == "[2606:4700::1]:8443")
        #expect(target.port == 8443)
    }

    @Test(arguments: [
        ("", AddressRefusal.Reason.scheme),
        ("example.com/x", .scheme),
        ("ftp://example.com/", .scheme),
        ("file:///etc/passwd", .scheme),
        ("unix:///var/run/docker.sock", .scheme),
        ("http+unix://%2Fvar%2Frun%2Fdocker.sock/", .scheme),
        ("https:example.com", .scheme),
        ("https:/example.com", .scheme),
        ("//example.com", .scheme),
        ("://example.com", .scheme),
        ("javascript:alert(1)", .scheme),
        ("https://", .host),
        ("https:///path", .host),
        ("https://?x", .host),
        ("https://:443/", .host),
        ("https://./", .host),
        ("https://.example.com/", .host),
        ("https://a..b/", .host),
        ("https://example.com../", .host),
        ("https://exa%6dple.com/", .host),
        ("https://b\u{fc}cher.example/", .host),
        ("https://\u{ff11}27.0.0.1/", .host),
        ("https://127\u{3002}0.0.1/", .host),
        ("https://example.com\\@evil.example/", .userInfo),
        ("https://example.com\\.evil.example/", .host),
        ("https://foo.1/", .host),
        ("https://1.2.3.4.5/", .host),
        ("https://256.256.256.256/", .host),
        ("https://99999999999/", .host),
        ("https://1.2.3.08/", .host),
        ("https://foo.0x7f/", .host),
        ("https://0x/", .host),
        ("https://[::1/", .host),
        ("https://[]/", .host),
        ("https://[127.0.0.1]/", .host),
        ("https://[v1.x]/", .host),
        ("https://[fe80::1%25eth0]/", .host),
        ("https://[fe80::1%eth0]/", .host),
        ("https://[::1]x/", .host),
        ("https://::1/", .host),
        ("https://user@example.com/", .userInfo),
        ("https://user:secret@example.com/", .userInfo),
        ("https://@example.com/", .userInfo),
        ("https://example.com@127.0.0.1/", .userInfo),
        ("https://example.com:/", .port),
        ("https://example.com:0/", .port),
        ("https://example.com:65536/", .port),
        ("https://example.com:99999999999999999999/", .port),
        ("https://example.com:+80/", .port),
        ("https://example.com:080/", .port),
        ("https://example.com:80a/", .port),
        ("https://example.com:22/", .port),
        ("https://example.com/#frag", .fragment),
        ("https://example.com#", .fragment),
        ("https://example.com/a b", .characters),
        (" https://example.com/", .characters),
        ("https://example.com/\r\nx: y", .characters),
        ("https://example.com/\u{0}", .characters),
        ("https://exam\tple.com/", .characters),
        ("https://example.com/\u{e9}", .characters),
        ("https://example.com/%zz", .characters),
        ("https://example.com/%4", .characters),
        ("https://example.com/%", .characters),
        ("https://example.com/<x>", .characters),
        ("https://example.com/?a[]=1", .characters),
        ("https://example.com/a\\b", .characters),
    ])
    func refusesEverythingElse(url: String, reason: AddressRefusal.Reason) {
        let error = #expect(throws: AddressRefusal.self) { try AddressPolicy().target(of: url) }
        #expect(error?.reason == reason)
        #expect(error.map { !$0.message.contains("secret") } ?? false)
    }

    @Test func takes2048BytesAndNotMore() throws {
        let prefix = "https://example.com/"
        let longest = prefix + String(repeating: "a", count: 2048 - prefix.utf8.count)
        #expect(try AddressPolicy().target(of: longest).path.utf8.count == 2048 - 19)
        let error = #expect(throws: AddressRefusal.self) { try AddressPolicy().target(of: longest + "a") }
        #expect(error?.reason == .length)
    }

    @Test func takesNamesOf253BytesAndNotMore() throws {
        let label = String(repeating: "a", count: 63)
        let longest = [label, label, label, String(repeating: "a", count: 61)].joined(separator: ".")
        #expect(try AddressPolicy().target(of: "https://\(longest)/").host == .name(longest))
        #expect(throws: AddressRefusal.self) { try AddressPolicy().target(of: "https://\(longest)a/") }
        #expect(throws: AddressRefusal.self) { try AddressPolicy().target(of: "https://a\(label).example/") }
    }

    @Test func leavesUncommonPortsToTheAddressOnceNetworksAreAllowed() throws {
        let policy = AddressPolicy(allowing: [try Network("10.0.0.0/8")])
        let target = try policy.target(of: "http://mail.internal:25/")
        #expect(try policy.refusal(of: target, resolvedTo: [#require(IPAddress("10.0.0.1"))]) == nil)
        #expect(try policy.refusal(of: target, resolvedTo: [#require(IPAddress("8.8.8.8"))])?.reason == .port)
    }
}
