/// The pool's bookkeeping, without any effect: each input answers what the pool has to do.
///
/// A connection is in one of three places: counted as *opening* by the task that opens it, *busy* with a task, or
/// *idle* on a stack, so that the most recently used one is used next and the others can rest.
struct PostgresPoolState<Connection: Sendable, Waiter: Hashable & Sendable>: Sendable {
    /// What a task that asks for a connection has to do.
    enum Lease: Sendable {
        /// Use this one.
        case use(Connection)
        /// Open one, then report ``opened()`` or ``openFailed(now:)``.
        case open
        /// Wait to be resumed.
        case wait
        /// Opening failed a moment ago, and the server gets a pause.
        case refuse
        /// The pool is shut down.
        case closed
    }

    /// What to do with tasks that wait.
    enum Wake: Sendable {
        /// Nobody waits.
        case nobody
        /// Give the connection to this one.
        case use(Waiter, Connection)
        /// Let this one open a connection.
        case open(Waiter)
        /// Fail all of these.
        case fail([Waiter])
        /// Close the connection; nobody waits.
        case close(Connection)
    }

    let limit: Int
    private(set) var idle: [Connection] = []
    /// Connections that are busy or being opened.
    private(set) var leased = 0
    private(set) var waiters: [Waiter] = []
    private(set) var isClosed = false
    private var failures = 0
    private var pausedUntil: ContinuousClock.Instant?

    /// The pause after the first failed attempt to connect; it doubles up to ``longestPause``.
    static var shortestPause: Duration { .milliseconds(50) }
    /// The longest pause between attempts to connect.
    static var longestPause: Duration { .seconds(1) }

    init(limit: Int) {
        self.limit = limit
    }

    mutating func lease(now: ContinuousClock.Instant) -> Lease {
        if isClosed { return .closed }
        if let connection = idle.popLast() {
            leased += 1
            return .use(connection)
        }
        if let pausedUntil, now < pausedUntil { return .refuse }
        guard leased < limit else { return .wait }
        leased += 1
        return .open
    }

    /// Queues a task that was told to wait; false when there is room by now, and it should ask again.
    mutating func enqueue(_ waiter: Waiter) -> Bool {
        guard idle.isEmpty, leased >= limit, !isClosed else { return false }
        waiters.append(waiter)
        return true
    }

    /// Takes back a wait; false when it was granted or failed already.
    mutating func abandon(_ waiter: Waiter) -> Bool {
        guard let index = waiters.firstIndex(of: waiter) else { return false }
        waiters.remove(at: index)
        return true
    }

    mutating func opened() {
        failures = 0
        pausedUntil = nil
    }

    /// Everyone who waits is failed as well: they would each have to learn it by a timeout of their own.
    mutating func openFailed(now: ContinuousClock.Instant) -> Wake {
        leased -= 1
        let doublings = min(failures, 10)
        failures += 1
        pausedUntil = now + min(Self.shortestPause * (1 << doublings), Self.longestPause)
        defer { waiters = [] }
        return waiters.isEmpty ? .nobody : .fail(waiters)
    }

    /// Takes back a connection that is as good as new.
    mutating func release(_ connection: Connection) -> Wake {
        if isClosed {
            leased -= 1
            return .close(connection)
        }
        if let next = nextWaiter() { return .use(next, connection) }
        leased -= 1
        idle.append(connection)
        return .nobody
    }

    /// Forgets a connection that broke; its place goes to the next who waits.
    mutating func discard() -> Wake {
        if let next = nextWaiter() { return .open(next) }
        leased -= 1
        return .nobody
    }

    /// Ends the pool: answers the idle connections to close and the tasks to fail.
    mutating func close() -> (connections: [Connection], waiters: [Waiter]) {
        isClosed = true
        defer {
            idle = []
            waiters = []
        }
        return (idle, waiters)
    }

    private mutating func nextWaiter() -> Waiter? {
        waiters.isEmpty ? nil : waiters.removeFirst()
    }
}
