import NIOCore
import NIOHTTP1

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// One connection of a `Receiver` that reads requests.
final class ReceiverHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart

    private let recorder: Receiver.Recorder
    private let atHead: Bool
    private let reply: @Sendable (Receiver.Request) -> Receiver.Reply
    private var connection = 0
    private var request = Receiver.Request(connection: 0, index: -1)

    init(_ recorder: Receiver.Recorder, atHead: Bool, reply: @escaping @Sendable (Receiver.Request) -> Receiver.Reply) {
        self.recorder = recorder
        self.atHead = atHead
        self.reply = reply
    }

    func channelActive(context: ChannelHandlerContext) {
        connection = recorder.open()
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        recorder.update { $0.closed += 1 }
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            request = Receiver.Request(connection: connection, index: request.index + 1)
            request.method = head.method.rawValue
            request.uri = head.uri
            request.headers = head.headers.map { "\($0.name): \($0.value)" }
            if atHead { answer(context) }
        case .body(let bytes):
            request.body += bytes.readableBytesView
        case .end:
            if !atHead { answer(context) }
        }
    }

    private func answer(_ context: ChannelHandlerContext) {
        recorder.update { [request] in $0.requests.append(request) }
        context.perform(reply(request))
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}

/// One connection of a `Receiver` that replies to bytes.
final class ReceiverBytesHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let recorder: Receiver.Recorder
    private let reply: @Sendable (Receiver.Request) -> Receiver.Reply
    private var hasReplied = false

    init(_ recorder: Receiver.Recorder, reply: @escaping @Sendable (Receiver.Request) -> Receiver.Reply) {
        self.recorder = recorder
        self.reply = reply
    }

    func channelActive(context: ChannelHandlerContext) {
        _ = recorder.open()
    }

    func channelInactive(context: ChannelHandlerContext) {
        recorder.update { $0.closed += 1 }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !hasReplied else { return }
        hasReplied = true
        context.perform(reply(Receiver.Request(connection: 0, index: 0)))
    }
}

extension Receiver.Recorder {
    /// Counts a connection and returns its number, from 0.
    func open() -> Int {
        update { log in
            log.opened += 1
            return log.opened - 1
        } ?? 0
    }
}

extension ChannelHandlerContext {
    fileprivate func perform(_ reply: Receiver.Reply) {
        switch reply {
        case .send(let text):
            write(text)
        case .sendThenClose(let text):
            write(text)
            close(promise: nil)
        case .drip(let text, let each, let every):
            write(text)
            drip(each, every: every)
        case .flood(let text, let each):
            write(text)
            flood(each)
        case .hang:
            break
        case .close:
            close(promise: nil)
        case .reset:
            let options = channel as? any SocketOptionProvider
            _ = options?.setSoLinger(linger(l_onoff: 1, l_linger: 0))
            close(promise: nil)
        }
    }

    private func write(_ text: String) {
        writeAndFlush(NIOAny(ByteBuffer(string: text)), promise: nil)
    }

    private func drip(_ text: String, every pause: TimeAmount) {
        eventLoop.assumeIsolated()
            .scheduleTask(in: pause) { [self] in
                guard channel.isActive else { return }
                write(text)
                drip(text, every: pause)
            }
    }

    private func flood(_ text: String) {
        let written = eventLoop.makePromise(of: Void.self)
        written.futureResult.assumeIsolated().whenSuccess { [self] in flood(text) }
        writeAndFlush(NIOAny(ByteBuffer(string: text)), promise: written)
    }
}
