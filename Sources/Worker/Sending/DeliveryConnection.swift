import NIOCore
import Outbox

/// An open connection to a vetted address; whoever took it from the pool or opened it uses it alone.
final class DeliveryConnection: Sendable {
    let channel: any Channel
    let endpoint: Endpoint
    let address: IPAddress
    private let handler: NIOLoopBound<ExchangeHandler>

    init(channel: any Channel, endpoint: Endpoint, address: IPAddress, handler: NIOLoopBound<ExchangeHandler>) {
        self.channel = channel
        self.endpoint = endpoint
        self.address = address
        self.handler = handler
    }

    /// Sends the request and waits for its result; the connection returns to the pool or closes by itself.
    func perform(_ exchange: Exchange) async -> ExchangeResult {
        channel.eventLoop.execute { self.handler.value.start(exchange) }
        let result = await exchange.result.value(orIfCancelled: .cancelled)
        if case .cancelled = result {
            channel.eventLoop.execute { self.handler.value.abandon(exchange) }
        }
        return result
    }

    /// Closes it politely: TLS says farewell.
    func close() {
        channel.close(promise: nil)
    }
}
