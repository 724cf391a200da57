import NIOCore
import NIOPosix
import NIOSSL
import Outbox
import Synchronization

@testable import Worker

extension HTTPDeliverySender {
    /// A sender that may send to the networks, by default to all of loopback; it is shut down afterwards.
    static func run<Result>(
        allowing networks: [String] = ["127.0.0.0/8"],
        resolver: any AddressResolver = StubResolver { _ in [] },
        trusting: Bool = false,
        limits: SenderLimits = .patient,
        _ body: (HTTPDeliverySender) async throws -> Result
    ) async throws -> Result {
        let sender = HTTPDeliverySender(
            group: .singletonMultiThreadedEventLoopGroup,
            policy: AddressPolicy(allowing: try networks.map { try Network($0) }),
            resolver: resolver,
            tls: try (trusting ? trustingTLS : tls).get(),
            limits: limits
        )
        do {
            let result = try await body(sender)
            await sender.shutdown()
            return result
        } catch {
            await sender.shutdown()
            throw error
        }
    }

    private static let tls = Result { try SenderTLS.context() }
    private static let trustingTLS = Result { try SenderTLS.context(authorities: TestCertificates.authority) }

    func post(_ url: String, timeout: Duration = .seconds(60), body: [UInt8] = Array("{}".utf8)) async -> AttemptOutcome
    {
        await send(DeliveryRequest(target: url, body: body), timeout: timeout)
    }
}

extension SenderLimits {
    /// Limits in time that a busy machine does not reach.
    static var patient: SenderLimits {
        var limits = SenderLimits()
        limits.resolveTimeout = .seconds(60)
        limits.connectTimeout = .seconds(60)
        return limits
    }
}

extension EventLoopGroup where Self == MultiThreadedEventLoopGroup {
    static var singletonMultiThreadedEventLoopGroup: MultiThreadedEventLoopGroup { .singleton }
}

/// A resolver whose answers the test gives: it is told which lookup it is, from 0.
final class StubResolver: AddressResolver {
    private let answers: @Sendable (Int) async throws -> [String]
    private let count = Mutex(0)

    init(_ answers: @escaping @Sendable (Int) async throws -> [String]) {
        self.answers = answers
    }

    /// How many lookups there were.
    var lookups: Int { count.withLock { $0 } }

    func resolve(host: String, port: Int) async throws -> [IPAddress] {
        let number = count.withLock { count in
            count += 1
            return count - 1
        }
        return try await answers(number).compactMap { IPAddress($0) }
    }
}

extension AttemptOutcome {
    var status: Int? {
        if case .response(let response) = self { response.status } else { nil }
    }

    var response: AttemptResponse? {
        if case .response(let response) = self { response } else { nil }
    }

    var failure: AttemptFailure? {
        if case .failed(let failure, _) = self { failure } else { nil }
    }

    var detail: String? {
        if case .failed(_, let detail) = self { detail } else { nil }
    }
}

/// Answers of a receiver, as bytes.
enum Answers {
    static let ok = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"
    static let okThenClose = "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 2\r\n\r\nok"

    static func body(_ count: Int, status: String = "200 OK") -> String {
        "HTTP/1.1 \(status)\r\ncontent-length: \(count)\r\n\r\n" + String(repeating: "x", count: count)
    }
}
