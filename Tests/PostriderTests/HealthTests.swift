import Postrider
import Testing

struct HealthTests {
    @Test func isLiveWhateverTheDatabaseDoes() async throws {
        let services = GatewayServices(readiness: { .notReady(["the database does not answer"]) })
        try await Gateway.bare()
            .test(services: services) { client async throws in
                #expect(try await client.get("/health/live").text == #"{"status":"live"}"#)
                let ready = try await client.get("/health/ready")
                #expect(ready.status == .serviceUnavailable)
                #expect(ready.text == #"{"status":"not ready","reasons":["the database does not answer"]}"#)
            }
    }

    @Test func isReadyWhenItsServicesAre() async throws {
        try await Gateway.bare()
            .test { client async throws in
                let ready = try await client.get("/health/ready")
                #expect(ready.status == .ok)
                #expect(ready.headers[.cacheControl] == "no-store")
            }
    }
}
