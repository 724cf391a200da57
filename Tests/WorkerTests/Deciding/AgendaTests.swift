import Foundation
import Outbox
import Testing

@testable import Worker

struct AgendaTests {
    private let now = ContinuousClock.now
    private let one = UUID()
    private let two = UUID()
    private let three = UUID()

    private func work(_ subscription: UUID, bucket: Int16 = 1, dueIn seconds: Double) -> WaitingWork {
        WaitingWork(subscription: subscription, bucket: bucket, dueIn: .seconds(seconds))
    }

    private func due(_ agenda: inout Agenda, after seconds: Double = 0, limit: Int = 100) -> Set<UUID> {
        Set(agenda.due(now: now + .seconds(seconds), limit: limit).map(\.subscription))
    }

    @Test func whatIsDueIsAsked() {
        var agenda = Agenda()
        agenda.replace(with: [work(one, dueIn: -5), work(two, dueIn: 0), work(three, dueIn: 10)], now: now)
        #expect(due(&agenda) == [one, two])
        #expect(due(&agenda, after: 9.9) == [one, two])
        #expect(due(&agenda, after: 10) == [one, two, three])
    }

    @Test func theNextDueTimeIsTheEarliest() {
        var agenda = Agenda()
        #expect(agenda.nextDue == nil)
        agenda.replace(with: [work(one, dueIn: 30), work(two, dueIn: 10)], now: now)
        #expect(agenda.nextDue == now + .seconds(10))
    }

    @Test func aDiscoveryReplacesTheOneBefore() {
        var agenda = Agenda()
        agenda.replace(with: [work(one, dueIn: 0)], now: now)
        agenda.replace(with: [work(two, dueIn: 0)], now: now)
        #expect(due(&agenda) == [two])
    }

    @Test func whatIsAnnouncedIsDueAtOnce() {
        var agenda = Agenda()
        agenda.replace(with: [work(one, dueIn: 3_600)], now: now)
        agenda.note(one, bucket: 1, now: now)
        agenda.note(two, bucket: 2, now: now)
        #expect(due(&agenda) == [one, two])
    }

    @Test func theBucketComesWithIt() {
        var agenda = Agenda()
        agenda.replace(with: [work(one, bucket: 7, dueIn: 0)], now: now)
        agenda.note(two, bucket: 9, now: now)
        let due = agenda.due(now: now, limit: 10)
        #expect(Dictionary(uniqueKeysWithValues: due.map { ($0.subscription, $0.bucket) }) == [one: 7, two: 9])
    }

    @Test func aBucketThatIsGivenBackIsForgotten() {
        var agenda = Agenda()
        agenda.replace(with: [work(one, bucket: 1, dueIn: 0), work(two, bucket: 2, dueIn: 0)], now: now)
        agenda.forget(bucket: 1)
        #expect(due(&agenda) == [two])
    }

    @Test func everyoneGetsATurn() {
        var agenda = Agenda()
        let all = (0..<5).map { _ in UUID() }
        agenda.replace(with: all.map { work($0, dueIn: 0) }, now: now)
        let firsts = (0..<5).compactMap { _ in agenda.due(now: now, limit: 1).first?.subscription }
        #expect(Set(firsts) == Set(all))
    }

    @Test func theNumberIsBounded() {
        var agenda = Agenda()
        agenda.replace(with: (0..<5).map { _ in work(UUID(), dueIn: 0) }, now: now)
        #expect(agenda.due(now: now, limit: 3).count == 3)
        #expect(agenda.due(now: now, limit: 9).count == 5)
    }

    @Test func whatIsExhaustedIsNotAskedAgain() {
        var agenda = Agenda()
        agenda.replace(with: [work(one, dueIn: 0)], now: now)
        agenda.claimed(one, asked: 5, got: 3, now: now)
        #expect(due(&agenda, after: 3_600).isEmpty)
    }

    @Test func whatGaveAllThatWasAskedHasMore() {
        var agenda = Agenda()
        agenda.replace(with: [work(one, dueIn: 0)], now: now)
        agenda.claimed(one, asked: 5, got: 5, now: now)
        #expect(due(&agenda) == [one])
    }

    /// A paused subscription's rows are due and can't be had: it is not asked in every step.
    @Test func whatGaveNothingRests() {
        var agenda = Agenda()
        agenda.replace(with: [work(one, dueIn: -60)], now: now)
        agenda.claimed(one, asked: 5, got: 0, now: now)
        #expect(due(&agenda).isEmpty)
        // Neither a discovery nor many end the rest.
        for _ in 0..<3 { agenda.replace(with: [work(one, dueIn: -60)], now: now + .milliseconds(100)) }
        #expect(due(&agenda, after: 0.4).isEmpty)
        #expect(due(&agenda, after: 0.5) == [one])
    }

    /// One delivery waits for its retry tomorrow; another worker dispatches a new one, or a person asks for a retry.
    @Test func whatBecomesDueEarlierIsAskedEarlier() {
        var agenda = Agenda()
        agenda.replace(with: [work(one, dueIn: 43_200)], now: now)
        #expect(due(&agenda).isEmpty)
        agenda.replace(with: [work(one, dueIn: -1)], now: now + .seconds(1))
        #expect(due(&agenda, after: 1) == [one])
        agenda.replace(with: [work(two, dueIn: 43_200)], now: now)
        agenda.replace(with: [work(two, dueIn: 60)], now: now)
        #expect(due(&agenda, after: 60) == [two])
    }

    @Test func whatBecomesDueLaterIsAskedLater() {
        var agenda = Agenda()
        agenda.replace(with: [work(one, dueIn: 0)], now: now)
        agenda.replace(with: [work(one, dueIn: 60)], now: now)
        #expect(due(&agenda, after: 59).isEmpty)
        #expect(due(&agenda, after: 60) == [one])
    }
}
