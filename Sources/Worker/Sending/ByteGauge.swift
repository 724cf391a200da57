import NIOCore

/// Counts an answer's bytes after TLS and before the parser, and stops them at a limit.
final class ByteGauge: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    /// The limit of `SenderLimits.answerBytes` is reached; what exceeds it does not reach the parser.
    struct LimitReached: Error {}

    /// Bytes since the start of the exchange.
    private(set) var count = 0
    private let limit: Int

    init(limit: Int) {
        self.limit = limit
    }

    func reset() {
        count = 0
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        count += unwrapInboundIn(data).readableBytes
        guard count <= limit else {
            context.fireErrorCaught(LimitReached())
            return
        }
        context.fireChannelRead(data)
    }
}

/// The first handler: closes the socket without asking those behind it, where TLS would wait for the peer's farewell.
final class SocketEnd: ChannelInboundHandler {
    typealias InboundIn = Any

    private var context: ChannelHandlerContext?

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
    }

    func sever() {
        context?.close(promise: nil)
    }
}
