import Synchronization
import TestKit
import Testing

@testable import Worker

/// Rests of an hour end by what they wait for, or the time limit does.
@Suite(.timeLimit(.minutes(1)))
struct AlarmTests {
    private static let hour = Duration.seconds(3_600)

    @Test func raisingEndsTheRest() async throws {
        let alarm = Alarm()
        let rest = Task { await alarm.rest(Self.hour, atLeast: .zero, since: .now) }
        alarm.raise()
        #expect(await rest.value)
    }

    @Test func raisingBeforehandIsNotForgotten() async {
        let alarm = Alarm()
        alarm.raise()
        #expect(await alarm.rest(Self.hour, atLeast: .zero, since: .now))
    }

    @Test func raisingManyTimesCountsOnce() async {
        let alarm = Alarm()
        for _ in 0..<100 { alarm.raise() }
        #expect(await alarm.rest(Self.hour, atLeast: .zero, since: .now))
        #expect(await !alarm.rest(.milliseconds(1), atLeast: .zero, since: .now))
    }

    @Test func withoutAnAlarmTheTimeIsUp() async {
        let alarm = Alarm()
        let start = ContinuousClock.now
        #expect(await !alarm.rest(.milliseconds(10), atLeast: .zero, since: start))
        #expect(ContinuousClock.now - start >= .milliseconds(10))
    }

    /// What becomes possible within the minimum shares one step.
    @Test func theMinimumIsKeptAfterAnAlarm() async {
        let alarm = Alarm()
        alarm.raise()
        let start = ContinuousClock.now
        #expect(await alarm.rest(Self.hour, atLeast: .milliseconds(20), since: start))
        #expect(ContinuousClock.now - start >= .milliseconds(20))
    }

    @Test(arguments: [true, false]) func noRestAtAllReturnsAtOnce(isRaised: Bool) async {
        let alarm = Alarm()
        if isRaised { alarm.raise() }
        #expect(await alarm.rest(.zero, atLeast: .zero, since: .now) == isRaised)
        #expect(await !alarm.rest(.zero, atLeast: .zero, since: .now))
    }

    @Test func cancellationEndsTheRest() async {
        let alarm = Alarm()
        let rest = Task { await alarm.rest(Self.hour, atLeast: Self.hour, since: .now) }
        rest.cancel()
        _ = await rest.value
    }

    @Test func cancellationEndsTheWait() async {
        let alarm = Alarm()
        let wait = Task { await alarm.wait(upTo: Self.hour) }
        wait.cancel()
        await wait.value
    }

    /// Raised at any moment, before, while or after the other side has begun to wait: each raise ends one wait.
    @Test func noRaiseIsLost() async {
        let alarm = Alarm()
        let waits = Mutex(0)
        let waiter = Task {
            for _ in 0..<500 {
                await alarm.wait(upTo: Self.hour)
                waits.withLock { $0 += 1 }
            }
        }
        for number in 0..<500 {
            alarm.raise()
            while waits.withLock(\.self) <= number { await Task.yield() }
        }
        await waiter.value
        #expect(waits.withLock(\.self) == 500)
    }

    @Test func aStopSignalIsOnceAndForAll() async {
        let stop = StopSignal()
        #expect(!stop.isRaised)
        let wait = Task { await stop.wait(upTo: Self.hour) }
        stop.raise()
        await wait.value
        #expect(stop.isRaised)
        await stop.wait(upTo: Self.hour)
        stop.raise()
        await stop.wait(upTo: Self.hour)
        #expect(stop.isRaised)
    }

    @Test func aStopSignalsWaitIsBounded() async {
        let stop = StopSignal()
        await stop.wait(upTo: .milliseconds(1))
        #expect(!stop.isRaised)
    }
}
