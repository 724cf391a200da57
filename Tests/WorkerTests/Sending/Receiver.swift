import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Synchronization

/// A server on loopback of which the test decides every byte.
final class Receiver: Sendable {
    struct Request: Sendable {
        /// Which connection it came on, from 0.
        var connection: Int
        /// Which request it is on that connection, from 0.
        var index: Int
        var method = ""
        var uri = ""
        var headers: [String] = []
        var body: [UInt8] = []
    }

    enum Reply: Sendable {
        case send(String)
        case sendThenClose(String)
        /// Sends the first text, then the second again and again, each after so much time.
        case drip(String, each: String, every: TimeAmount)
        /// Sends the first text, then the second as fast as it is taken.
        case flood(String, each: String)
        case hang
        case close
        case reset
    }

    struct Log: Sendable {
        var requests: [Request] = []
        var opened = 0
        var closed = 0
    }

    private struct State {
        var log = Log()
        var waiters: [(holds: @Sendable (Log) -> Bool, continuation: CheckedContinuation<Void, Never>)] = []
    }

    private let state = Mutex(State())
    let port: Int
    let address: String
    private let channel: any Channel

    /// When the receiver replies.
    enum Moment {
        case afterRequest
        case afterHead
        /// After the first bytes, whatever they are.
        case afterBytes
    }

    private init(address: String, port: Int, channel: any Channel) {
        self.address = address
        self.port = port
        self.channel = channel
    }

    /// Calls the body with a receiver that listens meanwhile.
    static func run<Result>(
        address: String = "127.0.0.1",
        port: Int = 0,
        tls: NIOSSLContext? = nil,
        at moment: Moment = .afterRequest,
        reply: @escaping @Sendable (Request) -> Reply,
        _ body: (Receiver) async throws -> Result
    ) async throws -> Result {
        let log = Recorder()
        let channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    if let tls { try pipeline.addHandler(NIOSSLServerHandler(context: tls)) }
                    if moment == .afterBytes {
                        try pipeline.addHandler(ReceiverBytesHandler(log, reply: reply))
                    } else {
                        try pipeline.addHandler(ByteToMessageHandler(HTTPRequestDecoder()))
                        try pipeline.addHandler(ReceiverHandler(log, atHead: moment == .afterHead, reply: reply))
                    }
                }
            }
            .bind(host: address, port: port)
            .get()
        let receiver = Receiver(address: address, port: channel.localAddress?.port ?? 0, channel: channel)
        log.receiver.withLock { $0 = receiver }
        do {
            let result = try await body(receiver)
            try await channel.close().get()
            return result
        } catch {
            try? await channel.close().get()
            throw error
        }
    }

    /// Where the handlers report to: they exist before their receiver knows its port.
    final class Recorder: Sendable {
        fileprivate let receiver = Mutex<Receiver?>(nil)

        @discardableResult
        func update<Value: Sendable>(_ change: @Sendable (inout Log) -> Value) -> Value? {
            receiver.withLock { $0 }?.update(change)
        }
    }

    var log: Log { state.withLock { $0.log } }

    func url(_ path: String = "/", scheme: String = "http", host: String? = nil) -> String {
        "\(scheme)://\(host ?? address):\(port)\(path)"
    }

    /// Waits until the log is so.
    func wait(until holds: @escaping @Sendable (Log) -> Bool) async {
        await withCheckedContinuation { continuation in
            let isSo = state.withLock { state in
                if holds(state.log) { return true }
                state.waiters.append((holds, continuation))
                return false
            }
            if isSo { continuation.resume() }
        }
    }

    private func update<Value: Sendable>(_ change: @Sendable (inout Log) -> Value) -> Value {
        let (value, ready) = state.withLock { state in
            let value = change(&state.log)
            let log = state.log
            let ready = state.waiters.filter { $0.holds(log) }.map(\.continuation)
            state.waiters.removeAll { $0.holds(log) }
            return (value, ready)
        }
        for continuation in ready { continuation.resume() }
        return value
    }
}
