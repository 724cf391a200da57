import Foundation
import Outbox
import Postgres

/// Above which id each bucket's queue is read; pure.
///
/// Starting at the left end would walk again over the dead index entries of all that was dispatched since the last
/// vacuum: with an old snapshot held somewhere the rate falls to a third, with the mark it stays. The mark trails
/// behind the newest event by ``Limits/lowWaterLag``, and everything is read from the start every
/// ``Limits/sweepInterval``, so that what commits late is found.
struct LowWater: Sendable {
    private var marks: [Int16: UUID] = [:]
    private var nextSweep: ContinuousClock.Instant?

    static let bottom = UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))

    /// The marks for the next dispatch; all at the bottom when a sweep is due.
    mutating func marks(of buckets: [Int16], now: ContinuousClock.Instant) -> [DispatchBucket] {
        if nextSweep.map({ now >= $0 }) ?? true {
            nextSweep = now + Limits.sweepInterval
            marks = [:]
        }
        return buckets.map { DispatchBucket(bucket: $0, above: marks[$0] ?? Self.bottom) }
    }

    /// Raises the marks to shortly below the newest events that were taken.
    mutating func taken(_ newest: [Int16: UUID]) {
        for (bucket, id) in newest {
            let mark = Self.lagging(id)
            if marks[bucket].map({ $0 < mark }) ?? true { marks[bucket] = mark }
        }
    }

    /// Lets the bucket be read from the start once: an older event of it has just become ready.
    mutating func reset(bucket: Int16) {
        marks[bucket] = nil
    }

    /// The smallest UUIDv7 that lies the lag before the id's own time: its first 48 bits are milliseconds.
    static func lagging(_ id: UUID) -> UUID {
        let bytes = withUnsafeBytes(of: id.uuid) { Array($0) }
        let milliseconds = bytes.prefix(6).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        let lag = UInt64(Limits.lowWaterLag.milliseconds)
        let floor = milliseconds > lag ? milliseconds - lag : 0
        func byte(_ index: UInt64) -> UInt8 { UInt8(truncatingIfNeeded: floor >> (8 * (5 - index))) }
        return UUID(uuid: (byte(0), byte(1), byte(2), byte(3), byte(4), byte(5), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))
    }
}
