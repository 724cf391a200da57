import Testing

@testable import Worker

struct PaceTests {
    private func rests(_ progress: Pace.Progress...) -> [Duration] {
        var pace = Pace()
        return progress.map { progress in
            pace.note(progress)
            return pace.rest
        }
    }

    @Test func itStartsBusy() {
        #expect(Pace().rest == .milliseconds(20))
    }

    @Test func moreOfTheSameIsTakenAtOnce() {
        #expect(rests(.more, .more) == [.zero, .zero])
    }

    @Test func workKeepsItBusy() {
        #expect(rests(.nothing, .nothing, .some) == [.milliseconds(40), .milliseconds(80), .milliseconds(20)])
    }

    @Test func idlenessSlowsItDownToAQuarterOfASecond() {
        #expect(
            rests(.nothing, .nothing, .nothing, .nothing, .nothing)
                == [40, 80, 160, 250, 250].map { .milliseconds($0) }
        )
    }

    @Test func anAbsentDatabaseSlowsItDownToASecond() {
        #expect(
            rests(.failed, .failed, .failed, .failed, .failed, .failed, .failed)
                == [40, 80, 160, 320, 640, 1_000, 1_000].map { .milliseconds($0) }
        )
    }

    /// After an outage it is no slower than an idle worker.
    @Test func theFirstStepAfterAnOutageIsAtTheUsualPace() {
        #expect(rests(.failed, .failed, .failed, .failed, .failed, .failed, .nothing).last == .milliseconds(250))
        #expect(rests(.more, .nothing).last == .milliseconds(40))
        #expect(rests(.more, .failed).last == .milliseconds(40))
    }
}
