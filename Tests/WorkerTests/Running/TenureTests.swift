import Outbox
import Testing

@testable import Worker

struct TenureTests {
    private let start = ContinuousClock.now

    private func tenure() -> Tenure { Tenure(worker: 7, registeredAt: start) }

    @Test func mayStartForTwentySeconds() {
        let tenure = tenure()
        #expect(tenure.mayStart(now: start))
        #expect(tenure.mayStart(now: start + .milliseconds(19_999)))
        #expect(!tenure.mayStart(now: start + .seconds(20)))
        #expect(tenure.closesAt == start + .seconds(25))
        #expect(!tenure.isOver)
    }

    /// Others bury it after 30 s: it has closed what is open before.
    @Test func endsBeforeOthersBuryIt() {
        #expect(Limits.heartbeatDoubt < Limits.heartbeatLoss)
        #expect(Limits.heartbeatLoss < .seconds(30))
        #expect(Limits.heartbeatInterval * 4 < Limits.heartbeatDoubt)
    }

    @Test func aConfirmationProlongsIt() {
        let tenure = tenure()
        tenure.confirm(at: start + .seconds(10))
        #expect(tenure.mayStart(now: start + .seconds(29)))
        #expect(!tenure.mayStart(now: start + .seconds(30)))
        #expect(tenure.closesAt == start + .seconds(35))
    }

    @Test func aLateConfirmationOfAnEarlierTimeDoesNotShortenIt() {
        let tenure = tenure()
        tenure.confirm(at: start + .seconds(10))
        tenure.confirm(at: start + .seconds(5))
        #expect(tenure.closesAt == start + .seconds(35))
    }

    @Test func endingIsForGood() {
        let tenure = tenure()
        tenure.end()
        tenure.confirm(at: start + .seconds(1))
        #expect(tenure.isOver)
        #expect(!tenure.mayStart(now: start + .seconds(1)))
    }

    /// After an outage the others too get time to reconnect.
    @Test func buriesOthersAfterFourConfirmationsInARow() {
        let tenure = tenure()
        for number in 1...4 {
            #expect(!tenure.mayBury)
            tenure.confirm(at: start + .seconds(3 * number))
        }
        #expect(tenure.mayBury)
        tenure.missed()
        #expect(!tenure.mayBury)
        for number in 5...7 { tenure.confirm(at: start + .seconds(3 * number)) }
        #expect(!tenure.mayBury)
        tenure.confirm(at: start + .seconds(24))
        #expect(tenure.mayBury)
    }
}
