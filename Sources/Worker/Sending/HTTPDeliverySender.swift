import NIOCore
import NIOSSL
import Outbox

/// A small HTTP/1.1 client that connects to the address it has checked.
///
/// Each host is resolved, each address held against the policy, and the connection made to a permitted address itself:
/// a name server that answers differently a moment later (DNS rebinding) changes nothing. Redirects are answers like
/// others; there are no proxies, cookies or content codings. Idle connections are kept for requests to the same host
/// while it still resolves to their address.
final class HTTPDeliverySender: DeliverySender {
    private let policy: AddressPolicy
    private let limits: SenderLimits
    private let group: any EventLoopGroup
    private let names: AddressCache
    private let pool: ConnectionPool
    private let connector: Connector

    /// The event loops are shared with others and not shut down here; for the authorities see `SenderTLS.context`.
    convenience init(
        group: any EventLoopGroup,
        policy: AddressPolicy,
        resolver: any AddressResolver = SystemResolver(),
        authorities: String? = nil,
        limits: SenderLimits = SenderLimits()
    ) throws(SenderTLSError) {
        let tls = try SenderTLS.context(authorities: authorities, limits: limits)
        self.init(group: group, policy: policy, resolver: resolver, tls: tls, limits: limits)
    }

    init(
        group: any EventLoopGroup,
        policy: AddressPolicy,
        resolver: any AddressResolver,
        tls: NIOSSLContext,
        limits: SenderLimits
    ) {
        self.policy = policy
        self.limits = limits
        self.group = group
        names = AddressCache(resolver: resolver, limits: limits)
        pool = ConnectionPool(limits: limits)
        connector = Connector(group: group, tls: tls, limits: limits, pool: pool)
    }

    /// How many connections are idle.
    var idleConnections: Int { pool.count }

    func send(_ request: DeliveryRequest, timeout: Duration) async -> AttemptOutcome {
        let deadline = NIODeadline.now() + TimeAmount(min(max(timeout, .zero), limits.timeout))
        do throws(SendFailure) {
            let prepared = try PreparedRequest(request, policy: policy)
            return try await exchange(prepared, before: deadline)
        } catch {
            if Task.isCancelled { return .cancelled }
            // A step's own limit may be cut short by the deadline of the whole.
            guard deadline <= .now(), error.kind != .timeout else { return .failed(error.kind, detail: error.detail) }
            return .failed(.timeout, detail: "the timeout ended this: \(error.detail)")
        }
    }

    /// Closes the idle connections and keeps no later ones; requests under way are not touched.
    func shutdown() async {
        await pool.shutdown()
    }

    private func exchange(
        _ request: PreparedRequest,
        before deadline: NIODeadline
    ) async throws(SendFailure) -> AttemptOutcome {
        let addresses = try await permittedAddresses(of: request.target, before: deadline)
        let endpoint = Endpoint(request.target)
        if let connection = pool.take(endpoint, at: addresses) {
            let result = await connection.perform(request.exchange(before: deadline))
            // The receiver closed it just as it was taken: the one case in which the same attempt sends twice.
            guard case .closedUnanswered = result, deadline > .now() else { return try outcome(of: result) }
        }
        let connection = try await connect(to: endpoint, at: addresses, before: deadline)
        return try outcome(of: await connection.perform(request.exchange(before: deadline)))
    }

    private func outcome(of result: ExchangeResult) throws(SendFailure) -> AttemptOutcome {
        switch result {
        case .answered(let response): return .response(response)
        case .failed(let failure): throw failure
        case .closedUnanswered: throw .reset
        case .cancelled: return .cancelled
        }
    }

    /// The addresses of the target that the policy permits; a host with both kinds is reached at the permitted ones.
    private func permittedAddresses(
        of target: DeliveryTarget,
        before deadline: NIODeadline
    ) async throws(SendFailure) -> [IPAddress] {
        // An address in the URL has been held against the policy already.
        guard case .name(let name) = target.host else { return target.literalAddresses }
        let resolved = try await names.addresses(of: name, port: target.port, before: deadline, on: group.any())
        let permitted = resolved.filter { policy.refusal(of: $0, port: target.port) == nil }
        guard permitted.isEmpty else { return permitted }
        let refusal = policy.refusal(of: target, resolvedTo: resolved)
        throw SendFailure(.addressRefused, refusal?.message ?? "the host name has no addresses")
    }

    private func connect(
        to endpoint: Endpoint,
        at addresses: [IPAddress],
        before deadline: NIODeadline
    ) async throws(SendFailure) -> DeliveryConnection {
        let connection = try await connector.connect(to: endpoint, at: addresses, before: deadline)
        if let name = endpoint.serverName, let first = addresses.first, connection.address != first {
            names.demote(first, of: name)
        }
        return connection
    }
}

extension PreparedRequest {
    fileprivate func exchange(before deadline: NIODeadline) -> Exchange {
        Exchange(head: head, body: body, deadline: deadline)
    }
}

extension DeliveryTarget {
    fileprivate var literalAddresses: [IPAddress] {
        if case .address(let address) = host { [address] } else { [] }
    }
}
