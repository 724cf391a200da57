/// How long the work loop rests between two steps; pure.
struct Pace: Sendable {
    /// While there is work, and its first rest when there is none.
    static let busy: Duration = .milliseconds(20)
    /// The longest rest of an idle worker: what no notification announced starts within it.
    static let idle: Duration = .milliseconds(250)
    /// The longest rest while the database is away.
    static let away: Duration = .seconds(1)
    /// Between two steps at least: what becomes possible meanwhile shares one statement.
    static let minimum: Duration = .milliseconds(5)

    private(set) var rest: Duration = busy

    /// What a step came to.
    enum Progress: Sendable {
        /// A statement was full: more of the same is waiting.
        case more
        case some
        case nothing
        case failed
    }

    mutating func note(_ progress: Progress) {
        rest =
            switch progress {
            case .more: .zero
            case .some: Self.busy
            case .nothing: min(max(rest, Self.busy) * 2, Self.idle)
            case .failed: min(max(rest, Self.busy) * 2, Self.away)
            }
    }
}
