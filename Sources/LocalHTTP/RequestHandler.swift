import Foundation
import NIOCore
import NIOHTTP1

/// Gathers each request of a connection, asks the closure, and writes the answer.
final class RequestHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

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
        let isTooLarge = isTooLarge
        body = []
        answering = Task { [handler] in
            let answer = isTooLarge ? .status(413) : await handler(request)
            guard !Task.isCancelled else { return }
            // A sender that has gone away meanwhile is no error of the receiver.
            try? await Self.write(answer, isKeepAlive: isKeepAlive, to: channel)
        }
    }

    private static func write(_ answer: ReceiverAnswer, isKeepAlive: Bool, to channel: any Channel) async throws {
        guard case .response(let status, let fields, let body) = answer else { return try await channel.close() }
        var headers = HTTPHeaders(fields.map { ($0.name, $0.value) })
        headers.replaceOrAdd(name: "content-length", value: String(body.count))
        if !isKeepAlive { headers.replaceOrAdd(name: "connection", value: "close") }
        let head = HTTPResponseHead(version: .http1_1, status: HTTPResponseStatus(statusCode: status), headers: headers)
        channel.write(HTTPServerResponsePart.head(head), promise: nil)
        channel.write(HTTPServerResponsePart.body(.byteBuffer(ByteBuffer(bytes: body))), promise: nil)
        try await channel.writeAndFlush(HTTPServerResponsePart.end(nil)).get()
        if !isKeepAlive { try await channel.close() }
    }
}
