import Foundation
import Postgres
import TestKit
import Testing

@testable import Outbox

struct BucketTests {
    @Test func oneWorkerTakesAll() async throws {
        try await withDatabase { database in
            let worker = try await database.register()
            let (owned, share) = try await database.queue.takeBuckets(worker)
            #expect(share == 256)
            #expect(owned.sorted() == DispatchBucket.all.map(\.bucket))
            #expect(try await database.queue.takeBuckets(worker).owned.count == 256)
        }
    }

    /// The first worker gives back its surplus as the others come; whoever comes takes what is free, up to its share.
    @Test(arguments: [(2, [128, 128]), (3, [86, 86, 84]), (5, [52, 52, 52, 52, 48])])
    func severalWorkersShare(count: Int, expected: [Int]) async throws {
        try await withDatabase { database in
            var workers: [WorkerID] = []
            for _ in 0..<count {
                workers.append(try await database.register())
                for worker in workers {
                    let (owned, share) = try await database.queue.takeBuckets(worker)
                    #expect(share == Int((256 / Double(workers.count)).rounded(.up)))
                    try await database.queue.releaseBuckets(Array(owned.sorted().dropFirst(share)), of: worker)
                }
                for worker in workers { _ = try await database.queue.takeBuckets(worker) }
            }
            var owned: [[Int16]] = []
            for worker in workers { owned.append(try await database.queue.takeBuckets(worker).owned) }
            #expect(owned.map(\.count).sorted(by: >) == expected)
            #expect(Set(owned.flatMap(\.self)).count == 256)
        }
    }

    @Test func nobodyTakesWhatIsOwned() async throws {
        try await withDatabase { database in
            let (first, second) = (try await database.register(), try await database.register())
            try await database.execute("UPDATE outbox.bucket_leases SET worker_id = \(first)::int")
            let (owned, share) = try await database.queue.takeBuckets(second)
            #expect(owned.isEmpty)
            #expect(share == 128)
            #expect(try await database.queue.takeBuckets(first).owned.count == 256)
        }
    }

    @Test func concurrentWorkersTakeEachBucketOnce() async throws {
        try await withDatabase { database in
            var workers: [WorkerID] = []
            for _ in 0..<4 { workers.append(try await database.register()) }
            let taken = try await withThrowingTaskGroup(of: (WorkerID, [Int16]).self) { group in
                for worker in workers {
                    group.addTask { (worker, try await database.queue.takeBuckets(worker).owned) }
                }
                return try await group.reduce(into: []) { $0 += $1.1 }
            }
            #expect(Set(taken).count == taken.count)
            for worker in workers { #expect(try await database.queue.takeBuckets(worker).owned.count == 64) }
        }
    }

    @Test func onlyTheLivingCount() async throws {
        try await withDatabase { database in
            let (worker, dead, stopped) = (
                try await database.register(), try await database.register(), try await database.register()
            )
            try await database.age(dead, seconds: 31)
            try await database.queue.stop(stopped)
            #expect(try await database.queue.takeBuckets(worker).share == 256)
            #expect(try await database.queue.takeBuckets(stopped).owned.isEmpty)
        }
    }

    @Test func whatADeadWorkerOwnsIsFreedByItsBurialAlone() async throws {
        try await withDatabase { database in
            let (dead, worker) = (try await database.register(), try await database.register())
            try await database.execute("UPDATE outbox.bucket_leases SET worker_id = \(dead)::int")
            try await database.age(dead, seconds: 31)
            #expect(try await database.queue.takeBuckets(worker).owned.isEmpty)
            _ = try await database.queue.bury()
            #expect(try await database.queue.takeBuckets(worker).owned.count == 256)
        }
    }

    @Test func releasesItsOwnOnly() async throws {
        try await withDatabase { database in
            let (first, second) = (try await database.register(), try await database.register())
            _ = try await database.queue.takeBuckets(first)
            _ = try await database.queue.takeBuckets(second)
            try await database.queue.releaseBuckets(DispatchBucket.all.map(\.bucket), of: second)
            #expect(
                try await database.count("outbox.bucket_leases WHERE worker_id = \(first)") == 128
            )
            try await database.queue.releaseBuckets([0, 1], of: first)
            #expect(try await database.count("outbox.bucket_leases WHERE worker_id = \(first)") == 126)
        }
    }
}
