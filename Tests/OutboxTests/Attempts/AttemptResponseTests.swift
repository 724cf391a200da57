import Outbox
import Testing

struct AttemptResponseTests {
    @Test func findsHeadersWithoutRegardToCase() {
        let response = AttemptResponse(
            status: 503,
            headers: [
                AttemptHeader(name: "X-Other", value: "a"),
                AttemptHeader(name: "Retry-After", value: "120"),
                AttemptHeader(name: "retry-after", value: "240"),
            ]
        )
        #expect(response.header("retry-after") == "120")
        #expect(response.header("RETRY-AFTER") == "120")
        #expect(response.header("retry") == nil)
        #expect(response.header("") == nil)
    }

    @Test func labelsAreDistinctAndFitForMetrics() {
        let labels = AttemptFailure.allCases.map(\.rawValue)
        #expect(Set(labels).count == labels.count)
        #expect(labels.allSatisfy { $0.utf8.allSatisfy { (0x61...0x7a).contains($0) || $0 == 0x5f } })
    }
}
