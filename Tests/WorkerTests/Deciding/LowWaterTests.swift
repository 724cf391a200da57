import Foundation
import Outbox
import Testing

@testable import Worker

struct LowWaterTests {
    private let now = ContinuousClock.now

    /// A UUIDv7 of that millisecond.
    private func id(_ milliseconds: UInt64, rest: UInt8 = 0xff) -> UUID {
        let time = (0..<6).map { UInt8(truncatingIfNeeded: milliseconds >> (8 * (5 - UInt64($0)))) }
        return UUID(
            uuid: (
                time[0], time[1], time[2], time[3], time[4], time[5], 0x70 | rest & 0xf, rest, 0x80, rest, rest, rest,
                rest, rest, rest, rest
            )
        )
    }

    @Test(
        arguments: [
            (1_730_882_977_123, 1_730_882_975_123), (2_000, 0), (1_999, 0), (0, 0), (2_001, 1),
            (0x1_0000_0000, 0x1_0000_0000 - 2_000), (0xffff_ffff_ffff, 0xffff_ffff_ffff - 2_000),
        ] as [(UInt64, UInt64)]
    )
    func theMarkIsTwoSecondsBelow(milliseconds: UInt64, below: UInt64) {
        let mark = LowWater.lagging(id(milliseconds))
        let bytes = withUnsafeBytes(of: mark.uuid) { Array($0) }
        #expect(bytes.prefix(6).reduce(UInt64(0)) { $0 << 8 | UInt64($1) } == below)
        #expect(bytes.dropFirst(6).allSatisfy { $0 == 0 })
        #expect(mark < id(below, rest: 0))
    }

    private func mark(_ water: inout LowWater, bucket: Int16 = 1, after seconds: Double = 0.1) -> UUID? {
        water.marks(of: [bucket], now: now + .seconds(seconds)).first?.above
    }

    /// A mark is made after the first sweep.
    private func swept() -> LowWater {
        var water = LowWater()
        _ = water.marks(of: [], now: now)
        return water
    }

    @Test func theFirstReadStartsAtTheBottom() {
        var water = LowWater()
        #expect(mark(&water) == LowWater.bottom)
    }

    @Test func readsTrailTheNewestEvent() {
        var water = swept()
        water.taken([1: id(10_000), 2: id(20_000)])
        #expect(mark(&water, bucket: 1) == LowWater.lagging(id(10_000)))
        #expect(mark(&water, bucket: 2) == LowWater.lagging(id(20_000)))
        #expect(mark(&water, bucket: 3) == LowWater.bottom)
    }

    @Test func aMarkOnlyRises() {
        var water = swept()
        water.taken([1: id(20_000)])
        water.taken([1: id(10_000)])
        #expect(mark(&water) == LowWater.lagging(id(20_000)))
        water.taken([1: id(30_000)])
        #expect(mark(&water) == LowWater.lagging(id(30_000)))
    }

    @Test func everyTwoSecondsAllIsReadFromTheBottom() {
        var water = swept()
        water.taken([1: id(10_000), 2: id(10_000)])
        #expect(mark(&water, after: 1.9) != LowWater.bottom)
        #expect(mark(&water, bucket: 1, after: 2) == LowWater.bottom)
        // Once, and then the marks rise again.
        #expect(mark(&water, bucket: 2, after: 2.1) == LowWater.bottom)
        water.taken([1: id(10_000)])
        #expect(mark(&water, after: 3.9) == LowWater.lagging(id(10_000)))
        #expect(mark(&water, after: 4) == LowWater.bottom)
    }

    @Test func aResetBucketIsReadFromTheBottom() {
        var water = swept()
        water.taken([1: id(10_000), 2: id(10_000)])
        water.reset(bucket: 1)
        #expect(mark(&water, bucket: 1) == LowWater.bottom)
        #expect(mark(&water, bucket: 2) != LowWater.bottom)
    }

    @Test func theOrderOfTheBucketsIsKept() {
        var water = swept()
        #expect(water.marks(of: [9, 3, 7], now: now).map(\.bucket) == [9, 3, 7])
    }
}
