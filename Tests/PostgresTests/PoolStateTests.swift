import Testing

@testable import Postgres

struct PoolStateTests {
    private typealias State = PostgresPoolState<String, Int>

    private let start = ContinuousClock.now

    /// `#expect` calls a function on a copy, and these change the state.
    private func expect(_ answer: Bool, _ expected: Bool, location: SourceLocation = #_sourceLocation) {
        #expect(answer == expected, sourceLocation: location)
    }

    @Test func connectionsAreOpenedUpToTheLimit() {
        var state = State(limit: 2)
        #expect(state.lease(now: start).name == "open")
        #expect(state.lease(now: start).name == "open")
        #expect(state.lease(now: start).name == "wait")
        #expect(state.leased == 2)
    }

    @Test func theLastOneGivenBackIsTheNextOneLent() {
        var state = State(limit: 2)
        _ = state.lease(now: start)
        _ = state.lease(now: start)
        #expect(state.release("a").name == "nobody")
        #expect(state.release("b").name == "nobody")
        #expect(state.idle == ["a", "b"])
        #expect(state.lease(now: start).name == "use b")
        #expect(state.lease(now: start).name == "use a")
        #expect(state.leased == 2)
    }

    @Test func waitersAreServedInTheirOrder() {
        var state = State(limit: 1)
        _ = state.lease(now: start)
        expect(state.enqueue(1), true)
        expect(state.enqueue(2), true)
        #expect(state.release("a").name == "1 uses a")
        #expect(state.release("a").name == "2 uses a")
        #expect(state.release("a").name == "nobody")
        #expect(state.leased == 0)
    }

    @Test func whoIsTooLateToWaitAsksAgain() {
        var state = State(limit: 1)
        _ = state.lease(now: start)
        _ = state.release("a")
        expect(state.enqueue(1), false)
    }

    @Test func thePlaceOfABrokenConnectionGoesToTheNext() {
        var state = State(limit: 1)
        _ = state.lease(now: start)
        expect(state.enqueue(1), true)
        #expect(state.discard().name == "1 opens")
        #expect(state.leased == 1)
        #expect(state.discard().name == "nobody")
        #expect(state.leased == 0)
    }

    @Test func whoGaveUpIsNotServed() {
        var state = State(limit: 1)
        _ = state.lease(now: start)
        expect(state.enqueue(1), true)
        expect(state.abandon(1), true)
        expect(state.abandon(1), false)
        #expect(state.release("a").name == "nobody")
    }

    @Test func aServerThatIsAwayGetsLongerAndLongerPauses() {
        var state = State(limit: 4)
        var now = start
        for pause in [50, 100, 200, 400, 800, 1000, 1000] {
            #expect(state.lease(now: now).name == "open")
            #expect(state.openFailed(now: now).name == "nobody")
            #expect(state.lease(now: now + .milliseconds(pause - 1)).name == "refuse")
            now += .milliseconds(pause)
        }
        #expect(state.lease(now: now).name == "open")
        state.opened()
        #expect(state.lease(now: now).name == "open")
        #expect(state.leased == 2)
    }

    @Test func everyoneWhoWaitsFailsWithTheOneWhoOpens() {
        var state = State(limit: 1)
        _ = state.lease(now: start)
        expect(state.enqueue(1), true)
        expect(state.enqueue(2), true)
        #expect(state.openFailed(now: start).name == "fail [1, 2]")
        #expect(state.waiters.isEmpty)
        #expect(state.leased == 0)
    }

    @Test func anIdleConnectionIsUsedDuringThePause() {
        var state = State(limit: 3)
        _ = state.lease(now: start)
        _ = state.lease(now: start)
        _ = state.release("a")
        _ = state.openFailed(now: start)
        #expect(state.lease(now: start).name == "use a")
        #expect(state.lease(now: start).name == "refuse")
    }

    @Test func aClosedPoolTakesNobodyAndKeepsNothing() {
        var state = State(limit: 2)
        _ = state.lease(now: start)
        _ = state.lease(now: start)
        _ = state.release("a")
        let (connections, waiters) = state.close()
        #expect(connections == ["a"])
        #expect(waiters.isEmpty)
        #expect(state.lease(now: start).name == "closed")
        expect(state.enqueue(1), false)
        #expect(state.release("b").name == "close b")
        #expect(state.leased == 0)
    }
}

extension PostgresPoolState.Lease {
    fileprivate var name: String {
        switch self {
        case .use(let connection): "use \(connection)"
        case .open: "open"
        case .wait: "wait"
        case .refuse: "refuse"
        case .closed: "closed"
        }
    }
}

extension PostgresPoolState.Wake {
    fileprivate var name: String {
        switch self {
        case .nobody: "nobody"
        case .use(let waiter, let connection): "\(waiter) uses \(connection)"
        case .open(let waiter): "\(waiter) opens"
        case .fail(let waiters): "fail \(waiters)"
        case .close(let connection): "close \(connection)"
        }
    }
}
