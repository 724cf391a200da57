import Testing

@testable import Outbox

struct SemanticVersionTests {
    /// The order of Semantic Versioning 2.0.0, section 11, each less than the next.
    @Test func ordersReleases() throws {
        let texts = [
            "0.9.9", "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta", "1.0.0-beta.2", "1.0.0-beta.11",
            "1.0.0-rc.1", "1.0.0", "1.0.9", "1.0.10", "v1.10.0", "2.0.0",
        ]
        let versions = try texts.map { try #require(SemanticVersion($0)) }
        for (index, version) in versions.enumerated() {
            for later in versions[(index + 1)...] { #expect(version < later && !(later < version)) }
        }
    }

    @Test func passesOverBuildMetadata() throws {
        let plain = try #require(SemanticVersion("1.2.3"))
        let built = try #require(SemanticVersion("1.2.3+20261122-1"))
        #expect(!(plain < built) && !(built < plain))
    }

    @Test(arguments: [
        "", "1", "1.2", "1.2.x", "1.2.3.4", "1.2.3-", "1.2.3-a..b", "main", "2026-11-22", "-1.2.3", "1..3",
    ])
    func knowsNoOtherForms(text: String) {
        #expect(SemanticVersion(text) == nil)
    }
}
