import Testing

@testable import Worker

struct CertificateNamesTests {
    @Test(arguments: [
        ("receiver.test", "receiver.test", true),
        ("Receiver.TEST", "receiver.test", true),
        ("receiver.test.", "receiver.test", true),
        ("*.receiver.test", "a.receiver.test", true),
        ("*.receiver.test", "a.b.receiver.test", false),
        ("*.receiver.test", "receiver.test", false),
        ("*.receiver.test", ".receiver.test", false),
        ("*.test", "receiver.test", false),
        ("*", "test", false),
        ("*.", "receiver.test", false),
        ("a*.receiver.test", "ab.receiver.test", false),
        ("a.*.test", "a.receiver.test", false),
        ("receiver.test", "other.test", false),
        ("receiver.test", "a.receiver.test", false),
        ("a.receiver.test", "receiver.test", false),
        ("receiver.test\0.other.test", "receiver.test", false),
        ("", "receiver.test", false),
        ("127.0.0.1", "receiver.test", false),
    ])
    func matchesAsRFC9525Says(name: String, host: String, matches: Bool) {
        #expect(CertificateNames([name]).match(host) == matches)
        #expect(CertificateNames(["unrelated.test", name]).match(host) == matches)
    }

    @Test func matchesNothingWithoutNames() {
        #expect(!CertificateNames([]).match("receiver.test"))
    }
}
