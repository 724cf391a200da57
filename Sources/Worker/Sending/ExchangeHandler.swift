import NIOCore
import NIOHTTP1
import NIOSSL
import NIOTLS
import Outbox

/// The last handler of a connection: opening, then one exchange after the other.
///
/// Confined to the event loop of its channel. Each exchange is ended exactly once, by `end`, whatever comes first:
/// the answer, an error, the close, the deadline, or its task's cancellation.
final class ExchangeHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias OutboundOut = HTTPClientRequestPart

    private let endpoint: Endpoint
    private let address: IPAddress
    private let limits: SenderLimits
    private let pool: ConnectionPool
    private let gauge: ByteGauge
    private let socket: SocketEnd
    private let wakeUp = WakeUp()

    private var opening: Opening?
    private var context: ChannelHandlerContext?
    private var connection: DeliveryConnection?
    private var exchange: Exchange?
    private var answer = AnswerCollector()
    private var requestIsWritten = false
    private var idleSince: NIODeadline?

    init(_ opening: Opening, limits: SenderLimits, pool: ConnectionPool, gauge: ByteGauge, socket: SocketEnd) {
        self.opening = opening
        endpoint = opening.endpoint
        address = opening.address
        self.limits = limits
        self.pool = pool
        self.gauge = gauge
        self.socket = socket
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
    }

    // MARK: Opening

    func channelActive(context: ChannelHandlerContext) {
        if let opening, endpoint.scheme == .https {
            arm(by: opening.deadline)
        } else {
            opened(context)
        }
        context.fireChannelActive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .handshakeCompleted = event as? TLSUserEvent { opened(context) }
        context.fireUserInboundEventTriggered(event)
    }

    private func opened(_ context: ChannelHandlerContext) {
        guard let opening else { return }
        self.opening = nil
        guard isFor(endpoint.serverName, context) else {
            opening.result.set(.failure(.wrongHost))
            return socket.sever()
        }
        let connection = DeliveryConnection(
            channel: context.channel,
            endpoint: endpoint,
            address: address,
            handler: NIOLoopBound(self, eventLoop: context.eventLoop)
        )
        self.connection = connection
        // Nobody waits for it any more if another end came first.
        if !opening.result.set(.success(connection)) { socket.sever() }
    }

    /// Whether the peer's certificate is for the host; plain connections and hosts without a name have been checked before.
    private func isFor(_ name: String?, _ context: ChannelHandlerContext) -> Bool {
        guard endpoint.scheme == .https, let name else { return true }
        guard let certificate = try? context.pipeline.syncOperations.nioSSL_peerCertificate() else { return false }
        return CertificateNames(of: certificate).match(name)
    }

    // MARK: Exchange

    /// Sends the request of an exchange; on a closed connection it ends at once.
    func start(_ exchange: Exchange) {
        guard let context, context.channel.isActive, self.exchange == nil else {
            exchange.result.set(.closedUnanswered)
            return
        }
        guard !exchange.result.isSet else { return socket.sever() }
        self.exchange = exchange
        idleSince = nil
        requestIsWritten = false
        gauge.reset()
        arm(by: exchange.deadline)
        context.write(wrapOutboundOut(.head(exchange.head)), promise: nil)
        if exchange.body.readableBytes > 0 {
            context.write(wrapOutboundOut(.body(.byteBuffer(exchange.body))), promise: nil)
        }
        let written = context.eventLoop.makePromise(of: Void.self)
        written.futureResult.assumeIsolated().whenSuccess { self.requestIsWritten = true }
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: written)
    }

    /// Ends the connection of an exchange for whose result nobody waits any more.
    func abandon(_ exchange: Exchange) {
        guard self.exchange?.result === exchange.result else { return }
        end(.cancelled)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard exchange != nil else { return }
        switch unwrapInboundIn(data) {
        case .head(let head):
            // 1xx answers end at the parser, but for 101, which nobody asked for.
            guard (200...999).contains(head.status.code) else {
                return end(.failed(SendFailure(.protocolViolation, "the answer has the status \(head.status.code)")))
            }
            answer.begin(head)
        case .body(let bytes):
            answer.append(bytes)
            if answer.bodyBytes > limits.bodyBytes { endWithAnswer(isComplete: false) }
        case .end:
            endWithAnswer(isComplete: true)
        }
    }

    private func endWithAnswer(isComplete: Bool) {
        guard let (response, keepsAlive) = answer.finish() else {
            return end(.failed(SendFailure(.protocolViolation, "the answer has no header block")))
        }
        guard isComplete, keepsAlive, requestIsWritten, let connection, context?.channel.isActive ?? false else {
            return end(.answered(response))
        }
        let result = exchange?.result
        exchange = nil
        let now = NIODeadline.now()
        idleSince = now
        arm(by: now + TimeAmount(limits.idleTime))
        pool.put(connection)
        result?.set(.answered(response))
    }

    /// Ends the exchange and, with it, the connection.
    private func end(_ result: ExchangeResult) {
        let ended = exchange?.result
        exchange = nil
        answer = AnswerCollector()
        socket.sever()
        ended?.set(result)
    }

    // MARK: Ends

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // The close follows, and whether the answer is complete is known then. Many servers leave without farewell.
        if error.isUncleanShutdown { return }
        if let opening {
            self.opening = nil
            opening.result.set(.failure(SendFailure(error)))
            return socket.sever()
        }
        if error is ByteGauge.LimitReached {
            guard answer.status == nil else { return endWithAnswer(isComplete: false) }
            return end(.failed(SendFailure(.responseTooLarge, "the answer has no end of its header block")))
        }
        end(error is IOError && gauge.count == 0 ? .closedUnanswered : .failed(SendFailure(error)))
    }

    func channelInactive(context: ChannelHandlerContext) {
        wakeUp.cancel()
        if let connection { _ = pool.remove(connection) }
        connection = nil
        opening?.result.set(.failure(.reset))
        opening = nil
        if exchange != nil {
            end(gauge.count == 0 ? .closedUnanswered : .failed(SendFailure(HTTPParserError.invalidEOFState)))
        }
        context.fireChannelInactive()
    }

    // MARK: Time

    private func arm(by deadline: NIODeadline) {
        guard let context else { return }
        wakeUp.arm(by: deadline, on: context.eventLoop) { self.wake() }
    }

    private func wake() {
        let now = NIODeadline.now()
        if let opening {
            self.opening = nil
            opening.result.set(.failure(.handshakeTimeout))
            socket.sever()
        } else if let exchange {
            guard exchange.deadline <= now else { return arm(by: exchange.deadline) }
            end(.failed(timeout))
        } else if let idleSince, let connection {
            let end = idleSince + TimeAmount(limits.idleTime)
            guard end <= now else { return arm(by: end) }
            // Taken meanwhile if it is not in the pool: an exchange is about to start.
            if pool.remove(connection) { connection.close() }
        }
    }

    private var timeout: SendFailure {
        guard let status = answer.status else { return SendFailure(.timeout, "no answer within the timeout") }
        return SendFailure(.timeout, "the answer began with status \(status) but did not end within the timeout")
    }
}
