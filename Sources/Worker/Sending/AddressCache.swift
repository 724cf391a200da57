import NIOCore
import Outbox
import Synchronization

/// Addresses of hosts for a short time, and one lookup at a time for each host.
///
/// A lookup goes on when those who wait for it have gone, and later requests join it: a dead name server costs one
/// thread of the resolver for each of its hosts, and requests to them fail at once after the first timeout.
final class AddressCache: Sendable {
    typealias Answer = Result<[IPAddress], SendFailure>

    private let resolver: any AddressResolver
    private let limits: SenderLimits
    private let state: Mutex<AddressBook>

    init(resolver: any AddressResolver, limits: SenderLimits) {
        self.resolver = resolver
        self.limits = limits
        state = Mutex(AddressBook(maximum: limits.cachedHosts, lifetime: TimeAmount(limits.addressLifetime)))
    }

    /// The host's addresses, best first.
    ///
    /// - Throws: `SendFailure`: `resolve`, also for a timeout; `local` when too many lookups wait.
    func addresses(
        of host: String,
        port: Int,
        before deadline: NIODeadline,
        on loop: any EventLoop
    ) async throws(SendFailure) -> [IPAddress] {
        let now = NIODeadline.now()
        if let addresses = state.withLock({ $0.addresses(of: host, at: now) }) { return addresses }
        let waiter = OneShot<Answer>()
        let limit = now + TimeAmount(limits.resolveTimeout)
        switch state.withLock({ $0.join(host, waiter, at: now, overdue: TimeAmount(limits.resolveTimeout)) }) {
        case .joined: break
        case .overdue: throw Self.timeout
        case .first: lookUp(host, port: port)
        }
        let timer = loop.scheduleTask(deadline: min(deadline, limit)) { _ = waiter.set(.failure(Self.timeout)) }
        defer { timer.cancel() }
        let answer = await waiter.value(orIfCancelled: .failure(SendFailure(.resolve, "cancelled")))
        if case .failure = answer { state.withLock { $0.leave(host, waiter) } }
        return try answer.get()
    }

    /// Puts an address that accepted no connection behind the host's others.
    func demote(_ address: IPAddress, of host: String) {
        state.withLock { $0.demote(address, of: host) }
    }

    private func lookUp(_ host: String, port: Int) {
        // Not a child of the caller's task: others wait for the same lookup, and it outlives a caller that gave up.
        Task { [resolver] in
            let answer: Answer
            do {
                answer = .success(try await resolver.resolve(host: host, port: port))
            } catch {
                answer = .failure(SendFailure(resolving: error))
            }
            let waiters = state.withLock { $0.finish(host, answer, at: .now()) }
            for waiter in waiters { waiter.set(answer) }
        }
    }

    private static let timeout = SendFailure(.resolve, "the name server did not answer in time")
}

extension SendFailure {
    fileprivate init(resolving error: any Error) {
        guard let error = error as? ResolveError else {
            self.init(.resolve, "the host name could not be looked up")
            return
        }
        self.init(error.reason == .overloaded ? .local : .resolve, error.description)
    }
}
