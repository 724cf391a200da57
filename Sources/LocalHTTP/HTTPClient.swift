import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix

/// The answer to a request.
package struct HTTPAnswer: Sendable {
    package var status: Int
    package var headers: [(name: String, value: String)]
    package var body: [UInt8]

    /// The first value of a header; names are compared without regard to case.
    package subscript(header name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    /// The body as text.
    package var text: String { String(decoding: body, as: UTF8.self) }
}

/// A client for a gateway on this machine: one connection a request, plain HTTP/1.1, no redirects.
package enum HTTPClient {
    /// Sends a request and reads the whole answer; throws ``HTTPClientError`` when that fails or takes too long.
    package static func send(
        _ method: String,
        _ url: String,
        headers: [(name: String, value: String)] = [],
        body: [UInt8] = [],
        timeout: Duration = .seconds(15)
    ) async throws -> HTTPAnswer {
        guard let parts = URLComponents(string: url), parts.scheme == "http", let host = parts.host else {
            throw HTTPClientError(description: "\(url) is not an http:// address")
        }
        let target =
            (parts.percentEncodedPath.isEmpty ? "/" : parts.percentEncodedPath)
            + (parts.percentEncodedQuery.map { "?\($0)" } ?? "")
        var fields = HTTPHeaders(headers.map { ($0.name, $0.value) })
        fields.replaceOrAdd(name: "host", value: parts.port.map { "\(host):\($0)" } ?? host)
        fields.replaceOrAdd(name: "connection", value: "close")
        if !body.isEmpty { fields.replaceOrAdd(name: "content-length", value: String(body.count)) }
        let head = HTTPRequestHead(
            version: .http1_1,
            method: HTTPMethod(rawValue: method),
            uri: target,
            headers: fields
        )
        do {
            return try await exchange(head, body, host: host, port: parts.port ?? 80, timeout: timeout)
        } catch let error as HTTPClientError {
            throw error
        } catch is NIOConnectionError {
            throw HTTPClientError(description: "\(url): cannot connect to \(host):\(parts.port ?? 80)")
        } catch {
            throw HTTPClientError(description: "\(method) \(url) failed: \(error)")
        }
    }

    private static func exchange(
        _ head: HTTPRequestHead,
        _ body: [UInt8],
        host: String,
        port: Int,
        timeout: Duration
    ) async throws -> HTTPAnswer {
        let group = MultiThreadedEventLoopGroup.singleton
        let answer = group.next().makePromise(of: HTTPAnswer.self)
        let limit = TimeAmount(timeout)
        let bootstrap = ClientBootstrap(group: group)
            .connectTimeout(limit)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHTTPClientHandlers()
                    try channel.pipeline.syncOperations.addHandler(AnswerHandler(answer))
                }
            }
        let channel: any Channel
        do {
            channel = try await bootstrap.connect(host: host, port: port).get()
        } catch {
            answer.fail(error)
            throw error
        }
        // The promise is kept when the channel closes, at the latest at the deadline.
        let deadline = channel.eventLoop.scheduleTask(in: limit) { channel.close(promise: nil) }
        defer { deadline.cancel() }
        channel.write(HTTPClientRequestPart.head(head), promise: nil)
        if !body.isEmpty {
            channel.write(HTTPClientRequestPart.body(.byteBuffer(ByteBuffer(bytes: body))), promise: nil)
        }
        channel.writeAndFlush(HTTPClientRequestPart.end(nil), promise: nil)
        return try await answer.futureResult.get()
    }
}

/// Why a request got no answer.
package struct HTTPClientError: Error, CustomStringConvertible {
    package let description: String
}

/// Gathers the answer on a connection and closes it.
private final class AnswerHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart

    private let promise: EventLoopPromise<HTTPAnswer>
    private var answer: HTTPAnswer?

    init(_ promise: EventLoopPromise<HTTPAnswer>) {
        self.promise = promise
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            answer = HTTPAnswer(
                status: Int(head.status.code),
                headers: head.headers.map { (name: $0.name, value: $0.value) },
                body: []
            )
        case .body(let part):
            answer?.body.append(contentsOf: part.readableBytesView)
        case .end:
            if let answer { promise.succeed(answer) }
            context.close(promise: nil)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        // Changes nothing when the answer is complete.
        promise.fail(HTTPClientError(description: "the connection closed, or the time was up, before the answer ended"))
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        promise.fail(error)
        context.close(promise: nil)
    }
}
