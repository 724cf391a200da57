import Testing

@testable import Worker

struct OneShotTests {
    @Test func keepsTheFirstValue() async {
        let shot = OneShot<Int>()
        #expect(!shot.isSet)
        #expect(shot.set(1))
        #expect(!shot.set(2))
        #expect(shot.isSet)
        #expect(await shot.value(orIfCancelled: 3) == 1)
    }

    @Test func wakesWhoWaits() async {
        let shot = OneShot<Int>()
        let task = Task { await shot.value(orIfCancelled: 3) }
        await Task.yield()
        shot.set(1)
        #expect(await task.value == 1)
    }

    @Test func isSetByCancellation() async {
        let shot = OneShot<Int>()
        let task = Task { await shot.value(orIfCancelled: 3) }
        task.cancel()
        #expect(await task.value == 3)
        #expect(!shot.set(1))
    }

    /// Whoever wins the race, exactly one does.
    @Test func isSetOnceUnderARace() async {
        for _ in 0..<200 {
            let shot = OneShot<Int>()
            let wins = await withTaskGroup(of: Int.self) { group in
                group.addTask {
                    _ = await shot.value(orIfCancelled: -1)
                    return 0
                }
                for number in 0..<4 { group.addTask { shot.set(number) ? 1 : 0 } }
                var wins = 0
                for await win in group { wins += win }
                return wins
            }
            #expect(wins == 1)
        }
    }
}
