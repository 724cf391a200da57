/// What follows from an attempt.
package enum Verdict: Sendable, Equatable {
    /// Acknowledged: the delivery is over.
    case delivered
    /// Tried again after the delay, counted from now by the database's clock.
    case retry(after: Duration)
    /// Given up, visible as a dead letter, and replayable.
    case dead(DeadReason)
    /// Cut short by a shutdown: due again at once, the attempt refunded.
    case cancelled
}

/// Why a delivery ended without success: the column `dead_letters.reason`.
package enum DeadReason: String, Sendable, CaseIterable {
    /// All attempts are spent.
    case exhausted
    /// The receiver answered 410; its subscription is disabled.
    case gone
    /// It waited longer than the age limit, or its event was pruned.
    case expired
    /// It was lost with its worker three times in a row.
    case poison
    /// Its subscription was disabled or deleted.
    case disabled
}
