import Foundation
import Logging
import Outbox
import Synchronization

/// Takes work and starts it, step by step, for the length of a tenure.
///
/// A step asks for what may start now and starts it; what may not stays a row. The loop never waits for a request.
struct WorkLoop: ~Copyable {
    private let queue: DeliveryQueue
    private let tenure: Tenure
    private let courier: Courier
    private let inspector: Inspector
    private let notifier: Notifier
    private let box: SecretBox
    private let slots: SharedSlots
    private let logger: Logger

    private var share = BucketShare()
    private var agenda = Agenda()
    private var marks = LowWater()
    private var subscriptions = SubscriptionCache()
    private var pace = Pace()
    private var nextRebalance: ContinuousClock.Instant?
    private var nextDiscovery: ContinuousClock.Instant?
    private var hasFailed = false
    /// When to look for leases whose statement had an unknown outcome.
    private var orphanChecks: [ContinuousClock.Instant] = []

    /// Between two looks at the shares of the workers.
    private static let rebalanceInterval: Duration = .seconds(3)
    /// Between two discoveries of waiting work while nothing announces any.
    private static let discoveryInterval: Duration = .milliseconds(250)
    /// A discovery takes no more than this share of the time.
    private static let discoveryShare = 10
    /// Longer than a statement may run on the server.
    private static let orphanDelay: Duration = .seconds(20)

    init(
        queue: DeliveryQueue,
        tenure: Tenure,
        courier: Courier,
        inspector: Inspector,
        notifier: Notifier,
        box: SecretBox,
        slots: SharedSlots,
        logger: Logger
    ) {
        self.queue = queue
        self.tenure = tenure
        self.courier = courier
        self.inspector = inspector
        self.notifier = notifier
        self.box = box
        self.slots = slots
        self.logger = logger
    }

    /// Steps until the tenure is over or the process is to stop.
    mutating func run(in sends: inout DiscardingTaskGroup, until isStopping: () -> Bool) async {
        while !tenure.isOver, !isStopping(), !Task.isCancelled {
            let started = ContinuousClock.now
            do {
                pace.note(try await step(in: &sends))
                if hasFailed { logger.notice("work goes on") }
                hasFailed = false
            } catch {
                if !hasFailed {
                    logger.warning("work stopped", metadata: ["error": "\(String(reflecting: error))"])
                }
                hasFailed = true
                pace.note(.failed)
                // Once more when the server has surely ended what it was still running for the lost connection.
                orphanChecks = [.now, .now + Self.orphanDelay]
            }
            let wasRaised = await slots.alarm.rest(pace.rest, atLeast: Pace.minimum, since: started)
            // Somebody has committed or a slot is free: the next discovery need not wait for its interval.
            if wasRaised { nextDiscovery = min(nextDiscovery ?? .now, .now) }
        }
    }

    private mutating func step(in sends: inout DiscardingTaskGroup) async throws -> Pace.Progress {
        try await releaseOrphans()
        try await rebalance()
        let buckets = share.working()
        guard tenure.mayStart(), !buckets.isEmpty else { return .nothing }
        let inspected = try await inspector.inspect(buckets, as: tenure.worker)
        for event in inspected.passed { marks.reset(bucket: event.bucket) }
        let dispatched = try await dispatch(buckets, in: &sends)
        try await discover(buckets)
        let claimed = try await claim(in: &sends)
        if inspected.isFull || dispatched >= Limits.dispatchEvents { return .more }
        return dispatched + claimed + inspected.passed.count > 0 ? .some : .nothing
    }

    /// Gives back what a statement leased whose answer was lost: nobody would ever send it.
    private mutating func releaseOrphans() async throws {
        guard let next = orphanChecks.first, ContinuousClock.now >= next else { return }
        let released = try await queue.releaseOrphans(of: tenure.worker, keeping: slots.inHand)
        orphanChecks.removeFirst()
        guard released > 0 else { return }
        logger.notice("leases without an answer were given back", metadata: ["deliveries": "\(released)"])
    }

    // MARK: Buckets

    private mutating func rebalance() async throws {
        let now = ContinuousClock.now
        if nextRebalance.map({ now >= $0 }) ?? true {
            let (owned, fair) = try await queue.takeBuckets(tenure.worker)
            let draining = share.draining
            share.update(owned: owned, share: fair)
            for bucket in share.draining.subtracting(draining) { agenda.forget(bucket: bucket) }
            nextRebalance = now + Self.rebalanceInterval
        }
        guard !share.draining.isEmpty else { return }
        let idle = slots.withLock { slots in share.releasable { slots.isIdle(bucket: $0) } }
        guard !idle.isEmpty else { return }
        try await queue.releaseBuckets(idle, of: tenure.worker)
        share.released(idle)
        notifier.hint()
    }

    // MARK: Work

    private mutating func dispatch(_ buckets: [Int16], in sends: inout DiscardingTaskGroup) async throws -> Int {
        let dispatched = try await queue.dispatch(
            from: marks.marks(of: buckets, now: .now),
            to: tenure.worker,
            mayStart: mayStart()
        )
        marks.taken(dispatched.newest)
        var isElsewhere = false
        for (subscription, bucket) in dispatched.waiting {
            if share.isWorking(bucket) {
                agenda.note(subscription, bucket: bucket, now: .now)
            } else {
                isElsewhere = true
            }
        }
        if isElsewhere { notifier.hint() }
        try await start(dispatched.leased, in: &sends)
        return dispatched.events
    }

    /// The recently used subscriptions with the number of requests that may start, free slots divided among them.
    private func mayStart() -> [(subscription: UUID, count: Int)] {
        slots.withLock { slots in
            let wishes = subscriptions.recent
                .filter { $0.isActive && !$0.ordered && share.isWorking($0.bucket) }
                .map { (id: $0.id, count: slots.free(for: $0.id, limit: $0.maximumInFlight, ordered: false)) }
                .filter { $0.count > 0 }
            return divide(slots.free, among: wishes).map { ($0.id, $0.count) }
        }
    }

    private mutating func discover(_ buckets: [Int16]) async throws {
        let started = ContinuousClock.now
        guard nextDiscovery.map({ started >= $0 }) ?? true else { return }
        let work = try await queue.waiting(in: buckets)
        // A receiver's 410 or a dispatch that met the change leaves rows behind that nobody will send.
        for item in work where item.isDisabled { try await queue.endWaiting(of: item.subscription) }
        agenda.replace(with: work.filter { !$0.isDisabled }, now: .now)
        let ended = ContinuousClock.now
        nextDiscovery = ended + max(Self.discoveryInterval, (ended - started) * Self.discoveryShare)
    }

    private mutating func claim(in sends: inout DiscardingTaskGroup) async throws -> Int {
        let due = agenda.due(now: .now, limit: SubscriptionCache.hot)
        guard !due.isEmpty else { return 0 }
        try await load(due.map(\.subscription).filter { subscriptions[$0] == nil })
        let requests = slots.withLock { slots -> [ClaimRequest] in
            let wishes = due.compactMap { item -> (id: (UUID, Int16), count: Int)? in
                guard let subscription = subscriptions[item.subscription]?.subscription else { return nil }
                let free = slots.free(
                    for: item.subscription,
                    limit: subscription.maximumInFlight,
                    ordered: subscription.ordered
                )
                return free > 0 ? ((item.subscription, item.bucket), free) : nil
            }
            return divide(slots.free, among: wishes)
                .map { ClaimRequest(subscription: $0.id.0, bucket: $0.id.1, count: $0.count) }
        }
        slots.workIsWaiting = requests.count < due.count
        guard !requests.isEmpty else { return 0 }
        let leased = try await queue.claim(requests, for: tenure.worker)
        var got: [UUID: Int] = [:]
        for delivery in leased { got[delivery.subscription, default: 0] += 1 }
        for request in requests {
            let count = got[request.subscription] ?? 0
            agenda.claimed(request.subscription, asked: request.count, got: count, now: .now)
            if count == request.count { slots.workIsWaiting = true }
        }
        try await start(leased, in: &sends)
        return leased.count
    }

    // MARK: Starting

    private mutating func load(_ ids: [UUID]) async throws {
        guard !ids.isEmpty else { return }
        let now = ContinuousClock.now
        for subscription in try await queue.load(ids, opening: box) { subscriptions.store(subscription, at: now) }
    }

    /// Starts an attempt for each; loads first what has changed since it was loaded.
    private mutating func start(_ leased: [LeasedDelivery], in sends: inout DiscardingTaskGroup) async throws {
        guard !leased.isEmpty else { return }
        let slots = slots
        for delivery in leased {
            let bucket = subscriptions[delivery.subscription]?.subscription.bucket
            slots.withLock { $0.take(delivery.subscription, bucket: bucket ?? Self.unknownBucket) }
            slots.hold(PairID(event: delivery.event, subscription: delivery.subscription))
        }
        var failure: (any Error)?
        do {
            let stale = leased.filter {
                subscriptions.current($0.subscription, version: $0.subscriptionVersion) == nil
            }
            let before = stale.map { subscriptions[$0.subscription]?.subscription.bucket ?? Self.unknownBucket }
            try await load(Array(Set(stale.map(\.subscription))))
            for (delivery, bucket) in zip(stale, before) {
                // A subscription never changes its bucket; only one that was not loaded was counted elsewhere.
                guard bucket == Self.unknownBucket, let known = subscriptions[delivery.subscription] else { continue }
                slots.withLock { slots in
                    slots.giveBack(delivery.subscription, bucket: bucket)
                    slots.take(delivery.subscription, bucket: known.subscription.bucket)
                }
            }
        } catch {
            failure = error
        }
        let courier = courier
        for delivery in leased {
            let entry = subscriptions.current(delivery.subscription, version: delivery.subscriptionVersion)
            let bucket = subscriptions[delivery.subscription]?.subscription.bucket ?? Self.unknownBucket
            subscriptions.touch(delivery.subscription)
            sends.addTask {
                if let entry {
                    await courier.deliver(delivery, to: entry)
                } else {
                    await courier.giveUp(delivery, .cancelled)
                }
                slots.letGo(PairID(event: delivery.event, subscription: delivery.subscription))
                slots.giveBack(delivery.subscription, bucket: bucket)
            }
        }
        if let failure { throw failure }
    }

    /// Where deliveries are counted whose subscription could not be loaded.
    private static let unknownBucket: Int16 = -1
}
