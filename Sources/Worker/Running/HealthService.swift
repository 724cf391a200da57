import Logging
import NIOCore
import NIOHTTP1
import NIOPosix
import ServiceLifecycle

/// Answers `/health/live` and `/health/ready` on a port of its own.
struct HealthService: Service {
    let port: Int
    let health: Health
    let group: any EventLoopGroup
    let logger: Logger

    func run() async throws {
        let channel = try await ServerBootstrap(group: group)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { [health] channel in
                channel.pipeline.configureHTTPServerPipeline()
                    .flatMapThrowing {
                        try channel.pipeline.syncOperations.addHandler(HealthHandler(health: health))
                    }
            }
            .bind(host: "0.0.0.0", port: port).get()
        logger.notice("health is served", metadata: ["port": "\(channel.localAddress?.port ?? port)"])
        await cancelWhenGracefulShutdown {
            // Fails only when the channel was closed with an error, and then it is closed as well.
            try? await withTaskCancellationHandler {
                try await channel.closeFuture.get()
            } onCancel: {
                channel.close(promise: nil)
            }
        }
    }
}

/// One connection's answers.
private final class HealthHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let health: Health
    private var status = HTTPResponseStatus.notFound

    init(health: Health) {
        self.health = health
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): status = status(of: head.uri)
        case .body: break
        case .end: answer(context)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func status(of uri: String) -> HTTPResponseStatus {
        switch uri {
        case "/health/live": .ok
        case "/health/ready": health.ready ? .ok : .serviceUnavailable
        default: .notFound
        }
    }

    private func answer(_ context: ChannelHandlerContext) {
        let body = context.channel.allocator.buffer(string: "\(status.code) \(status.reasonPhrase)\n")
        let headers: HTTPHeaders = ["content-type": "text/plain", "content-length": "\(body.readableBytes)"]
        context.write(
            wrapOutboundOut(.head(HTTPResponseHead(version: .http1_1, status: status, headers: headers))),
            promise: nil
        )
        context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }
}
