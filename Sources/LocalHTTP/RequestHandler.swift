import Foundation
import NIOCore
import NIOHTTP1

/// Gathers each request of a connection, asks the closure, and writes the answer.
final class RequestHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private static let refuse: Receiver.Handler = { _ in .status(413) }
    private let handler: Receiver.Handler
    private var head: HTTPRequestHead?
    private var body: [UInt8] = []
    private var isTooLarge = false
    /// The pipeline hands out one request at a time, so there is at most one answer in the making.
    private var answering: Task<Void, Never>?

    init(_ handler: @escaping Receiver.Handler) {
        self.handler = handler
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            self.head = head
            body = []
            isTooLarge = false
        case .body(let part):
            isTooLarge = isTooLarge || body.count + part.readableBytes > Receiver.longestBody
            if !isTooLarge { body.append(contentsOf: part.readableBytesView) }
        case .end:
            guard let head else { return }
            answer(head, on: context.channel)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        answering?.cancel()
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func answer(_ head: HTTPRequestHead, on channel: any Channel) {
        let request = ReceivedRequest(
            method: head.method.rawValue,
            path: head.uri,
            headers: head.headers.map { (name: $0.name, value: $0.value) },
            body: body,
            arrival: Date()
        )
        let isKeepAlive = head.isKeepAlive
        let handler = isTooLarge ? Self.refuse : handler
        body = []
        answering = Task {
            await RequestHandler.answer(request, with: handler, isKeepAlive: isKeepAlive, on: channel)
        }
    }

    private static func answer(
        _ request: ReceivedRequest,
        with handler: Receiver.Handler,
        isKeepAlive: Bool,
        on channel: any Channel
    ) async {
        let answer = await handler(request)
        guard !Task.isCancelled else { return }
        // A sender that has gone away meanwhile is no error of the receiver.
        try? await perform(answer, isKeepAlive: isKeepAlive, on: channel)
    }

    private static func perform(_ answer: ReceiverAnswer, isKeepAlive: Bool, on channel: any Channel) async throws {
        switch answer {
        case .disconnect:
            try await channel.close()
        case .response(let status, let fields, let body):
            var headers = HTTPHeaders(fields.map { ($0.name, $0.value) })
            headers.replaceOrAdd(name: "content-length", value: String(body.count))
            if !isKeepAlive { headers.replaceOrAdd(name: "connection", value: "close") }
            let head = HTTPResponseHead(
                version: .http1_1,
                status: HTTPResponseStatus(statusCode: status),
                headers: headers
            )
            channel.write(HTTPServerResponsePart.head(head), promise: nil)
            channel.write(HTTPServerResponsePart.body(.byteBuffer(ByteBuffer(bytes: body))), promise: nil)
            try await channel.writeAndFlush(HTTPServerResponsePart.end(nil))
            if !isKeepAlive { try await channel.close() }
        }
    }
}
