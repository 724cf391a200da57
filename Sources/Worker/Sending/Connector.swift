import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Outbox

/// A connection in the making: to one vetted address, ended once by whatever comes first.
struct Opening: Sendable {
    let endpoint: Endpoint
    let address: IPAddress
    /// For the TCP connection and the TLS handshake together.
    let deadline: NIODeadline
    let result = OneShot<Result<DeliveryConnection, SendFailure>>()
}

/// Opens connections to addresses that the policy has permitted, and to no others: names are not looked up again.
struct Connector: Sendable {
    let group: any EventLoopGroup
    let tls: NIOSSLContext
    let limits: SenderLimits
    let pool: ConnectionPool

    /// Tries the addresses one after the other, alternating families, each with its share of the remaining time.
    ///
    /// - Throws: `SendFailure` of the last address; a TLS failure ends the search, as does a shortage of the worker's own.
    func connect(
        to endpoint: Endpoint,
        at addresses: [IPAddress],
        before deadline: NIODeadline
    ) async throws(SendFailure) -> DeliveryConnection {
        let end = min(deadline, .now() + TimeAmount(limits.connectTimeout))
        let candidates = addresses.alternatingFamilies.prefix(limits.connectAddresses)
        var failure = SendFailure.connectTimeout
        for (index, address) in candidates.enumerated() {
            let now = NIODeadline.now()
            guard now < end, !Task.isCancelled else { break }
            let share = (end - now).nanoseconds / Int64(candidates.count - index)
            let opening = Opening(endpoint: endpoint, address: address, deadline: now + .nanoseconds(share))
            switch await open(opening) {
            case .success(let connection): return connection
            case .failure(let latest): failure = latest
            }
            guard failure.kind != .tls, failure.kind != .local else { break }
        }
        throw failure
    }

    private func open(_ opening: Opening) async -> Result<DeliveryConnection, SendFailure> {
        do {
            let address = try SocketAddress(
                packedIPAddress: ByteBuffer(bytes: opening.address.bytes),
                port: opening.endpoint.port
            )
            ClientBootstrap(group: group)
                .connectTimeout(opening.deadline - .now())
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture { try addHandlers(to: channel, opening) }
                }
                .connect(to: address)
                .whenFailure { opening.result.set(.failure(SendFailure($0))) }
        } catch {
            return .failure(SendFailure(error))
        }
        return await opening.result.value(orIfCancelled: .failure(SendFailure(.connect, "cancelled")))
    }

    private func addHandlers(to channel: any Channel, _ opening: Opening) throws {
        let pipeline = channel.pipeline.syncOperations
        let socket = SocketEnd()
        try pipeline.addHandler(socket)
        if opening.endpoint.scheme == .https {
            try pipeline.addHandler(NIOSSLClientHandler(context: tls, serverHostname: opening.endpoint.serverName))
        }
        let gauge = ByteGauge(limit: limits.answerBytes)
        var framing = HTTPRequestEncoder.Configuration()
        framing.automaticallySetFramingHeaders = false
        try pipeline.addHandlers(
            gauge,
            HTTPRequestEncoder(configuration: framing),
            ByteToMessageHandler(HTTPResponseDecoder(limitConfiguration: limits.decoder)),
            ExchangeHandler(opening, limits: limits, pool: pool, gauge: gauge, socket: socket)
        )
    }
}

extension SenderLimits {
    fileprivate var decoder: NIOHTTPDecoderLimitConfiguration {
        var configuration = NIOHTTPDecoderLimitConfiguration()
        configuration.maxHeaderFieldSize = headerFieldBytes
        configuration.maxHeaderListSize = headerBlockBytes
        configuration.maxHeaderFieldCount = headerFields
        return configuration
    }
}

extension [IPAddress] {
    /// The first of each family in turn (RFC 8305, section 4): one family without a route costs one try, not all.
    var alternatingFamilies: [IPAddress] {
        guard let first else { return [] }
        let preferred = filter { $0.family == first.family }
        let others = filter { $0.family != first.family }
        return (0..<count)
            .flatMap { index in
                [preferred, others].compactMap { $0.indices.contains(index) ? $0[index] : nil }
            }
    }
}
