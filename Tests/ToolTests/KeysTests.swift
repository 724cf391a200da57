import LocalPostgres
import Outbox
import TestKit
import Testing

struct KeysTests {
    private func keys() async throws -> [String: String] {
        try await withProcess("postrider", ["keys"]) { process throws in
            #expect(try await process.waitForExit().isSuccess)
            let pairs = process.output.compactMap { line -> (String, String)? in
                guard let separator = line.firstIndex(of: "=") else { return nil }
                return (String(line[..<separator]), String(line[line.index(after: separator)...]))
            }
            return Dictionary(pairs) { first, _ in first }
        }
    }

    @Test func everyKeyIsOneThatTheProcessesTake() async throws {
        let keys = try await keys()
        #expect(keys.count == 3)
        #expect(try #require(keys["ADMIN_API_KEY"]).count >= 32)
        #expect(try SecretKey.parse(try #require(keys["SECRETS_KEY"])).count == 1)
        #expect(try WebhookSecret(try #require(keys["WEBHOOK_SECRET"])).bytes.count == 32)
    }

    @Test func everyRunMakesOthers() async throws {
        let (first, second) = (try await keys(), try await keys())
        for (name, value) in first { #expect(second[name] != value, "\(name)") }
    }
}
