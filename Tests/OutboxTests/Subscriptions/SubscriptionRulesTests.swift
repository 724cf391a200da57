import JSONSchema
import OrderedCollections
import Testing

@testable import Outbox

struct SubscriptionRulesTests {
    private let policy = AddressPolicy()

    private func settings(_ change: (inout SubscriptionSettings) -> Void = { _ in }) -> SubscriptionSettings {
        var settings = SubscriptionSettings(url: "https://example.com/hook", eventTypes: ["*"])
        change(&settings)
        return settings
    }

    private func places(_ settings: SubscriptionSettings) -> [String] {
        settings.problems(policy: policy).map { "\($0.pointer) \($0.keyword)" }
    }

    @Test func acceptsDefaults() {
        #expect(places(settings()).isEmpty)
    }

    @Test func acceptsTheBounds() {
        let least = settings {
            ($0.maxInFlight, $0.ratePerSecond, $0.timeoutMilliseconds, $0.maxAttempts) = (1, 0.001, 100, 1)
            $0.backoff = RetrySchedule(base: 1, factor: 1, cap: 1)
            $0.eventTypes = ["a"]
        }
        let most = settings {
            ($0.maxInFlight, $0.ratePerSecond, $0.timeoutMilliseconds, $0.maxAttempts) = (512, 10_000, 60_000, 100)
            $0.backoff = RetrySchedule(base: 86_400, factor: 10, cap: 604_800)
            $0.eventTypes = Array(repeating: "a.*", count: 256)
            $0.description = String(repeating: "\u{1F600}", count: 1_024)
            $0.headers = (0..<32).map { AttemptHeader(name: "x-\($0)", value: "v") }
        }
        #expect(places(least).isEmpty)
        #expect(places(most).isEmpty)
    }

    /// All problems of all fields come at once.
    @Test func tellsEverythingAtOnce() {
        let bad = settings {
            $0.url = "http://127.0.0.1/"
            $0.description = String(repeating: "x", count: 1_025)
            $0.eventTypes = ["ok", "not ok", "*.no"]
            $0.filter = ["a": "\u{0}"]
            $0.headers = [AttemptHeader(name: "webhook-id", value: "1"), AttemptHeader(name: "a b", value: "c\r\nd")]
            $0.metadata = [1]
            ($0.maxInFlight, $0.ratePerSecond, $0.timeoutMilliseconds, $0.maxAttempts) = (0, 0, 99, 101)
            $0.backoff = RetrySchedule(base: 10, factor: 11, cap: 0)
        }
        #expect(
            places(bad) == [
                "/url address", "/description maxLength", "/event_types/1 pattern", "/event_types/2 pattern",
                "/filter/a pattern", "/headers/webhook-id propertyNames", "/headers/a b propertyNames",
                "/headers/a b pattern", "/metadata type", "/max_in_flight minimum", "/rate_per_second minimum",
                "/timeout_seconds minimum", "/max_attempts maximum", "/backoff/factor maximum",
                "/backoff/cap_seconds minimum",
            ]
        )
    }

    @Test func namesTheSettingThatWouldAllowTheAddress() throws {
        let bad = settings { $0.url = "http://10.1.2.3/hook" }
        let problem = try #require(bad.problems(policy: policy).first)
        #expect(problem.message.contains("DELIVERY_ALLOW_NETWORKS"))
        let open = AddressPolicy(allowing: [try Network("10.0.0.0/8")])
        #expect(bad.problems(policy: open).isEmpty)
    }

    @Test(arguments: ["", "ftp://example.com/", "example.com", "https://user:pw@example.com/", "https://"])
    func refusesURLs(url: String) {
        #expect(places(settings { $0.url = url }) == ["/url address"])
    }

    @Test(arguments: [0, 257])
    func boundsThePatterns(count: Int) {
        let bad = settings { $0.eventTypes = Array(repeating: "a", count: count) }
        #expect(places(bad) == ["/event_types \(count == 0 ? "minItems" : "maxItems")"])
    }

    @Test func wantsTheLongestWaitNoShorterThanTheFirst() {
        let bad = settings { $0.backoff = RetrySchedule(base: 60, factor: 2, cap: 59) }
        #expect(places(bad) == ["/backoff/cap_seconds minimum"])
    }

    // MARK: Filter and metadata

    @Test(arguments: [JSON.array([]), .null, "text", 1, true])
    func wantsObjects(value: JSON) {
        #expect(places(settings { $0.filter = value }) == ["/filter type"])
        #expect(places(settings { $0.metadata = value }) == ["/metadata type"])
    }

    @Test func pointsIntoObjects() {
        let bad = settings { $0.metadata = ["a/b": ["~": [1, "\u{0}"]], "n\u{0}": nil] }
        #expect(places(bad) == ["/metadata/a~1b/~0/1 pattern", "/metadata/n\u{0} pattern"])
    }

    @Test func boundsObjects() {
        let big = settings { $0.filter = ["a": .string(String(repeating: "x", count: Limits.filterBytes))] }
        #expect(places(big) == ["/filter maxLength"])
        let deep = (0..<Limits.nesting).reduce(JSON.null) { inner, _ in ["a": inner] }
        #expect(places(settings { $0.filter = deep }) == ["/filter\(String(repeating: "/a", count: 32)) maxDepth"])
        #expect(places(settings { $0.filter = deep["a"] }).isEmpty)
    }

    @Test(arguments: ["1e400", "-1e400", "1e999999", String(repeating: "9", count: 401)])
    func refusesNumbersThatTheServerWould(text: String) throws {
        let number = try JSON.parse(text)
        #expect(places(settings { $0.filter = ["n": number] }) == ["/filter/n maximum"])
    }

    // MARK: Headers

    @Test(arguments: [
        "content-type", "Content-Length", "HOST", "User-Agent", "traceparent", "Connection", "TE", "Trailer",
        "Transfer-Encoding", "Upgrade", "keep-alive", "proxy-connection", "Proxy-Authorization", "webhook-anything",
        "Webhook-Signature", "expect",
    ])
    func keepsReservedHeadersOff(name: String) {
        let bad = settings { $0.headers = [AttemptHeader(name: name, value: "x")] }
        #expect(places(bad) == ["/headers/\(name) propertyNames"])
    }

    @Test(arguments: ["authorization", "X-Api-Key", "!#$%&'*+-.^_`|~", "cookie"])
    func acceptsOtherHeaders(name: String) {
        #expect(places(settings { $0.headers = [AttemptHeader(name: name, value: "Bearer a b\tc")] }).isEmpty)
    }

    @Test(arguments: ["", "a b", "a:", "\u{FC}", "a\r\n", "a(b)"])
    func refusesHeaderNames(name: String) {
        let bad = settings { $0.headers = [AttemptHeader(name: name, value: "x")] }
        #expect(places(bad) == ["/headers/\(name) propertyNames"])
    }

    @Test(arguments: ["a\r\nx: y", "a\nb", "a\rb", "\u{0}", "\u{7F}", " a", "a\t", "\u{FC}"])
    func refusesHeaderValues(value: String) {
        #expect(places(settings { $0.headers = [AttemptHeader(name: "x", value: value)] }) == ["/headers/x pattern"])
    }

    @Test func countsHeaders() {
        let many = settings { $0.headers = (0..<33).map { AttemptHeader(name: "x-\($0)", value: "v") } }
        #expect(places(many) == ["/headers maxProperties"])
        let long = settings { $0.headers = [AttemptHeader(name: "x", value: String(repeating: "v", count: 4_096))] }
        #expect(places(long) == ["/headers maxLength"])
        let twice = settings { $0.headers = ["X-A", "x-a"].map { AttemptHeader(name: $0, value: "v") } }
        #expect(places(twice) == ["/headers/x-a uniqueItems"])
    }

    // MARK: What is new

    @Test(arguments: [("", "minLength"), (String(repeating: "t", count: 129), "maxLength"), ("a\nb", "pattern")])
    func refusesTenants(tenant: String, keyword: String) {
        let new = NewSubscription(tenant: tenant, settings: settings())
        #expect(new.problems(policy: policy).map { "\($0.pointer) \($0.keyword)" } == ["/tenant \(keyword)"])
    }

    @Test func refusesSecretsWithoutQuotingThem() throws {
        let new = NewSubscription(settings: settings(), secret: "whsec_swordfish!")
        let problem = try #require(new.problems(policy: policy).first)
        #expect(problem.pointer == "/secret")
        #expect(!problem.message.contains("swordfish"))
    }
}
