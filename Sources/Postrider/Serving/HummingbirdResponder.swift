import HTTPTypes
import Hummingbird
import NIOCore

/// The gateway's responder behind Hummingbird's server: the one place that knows both.
struct HummingbirdResponder: HTTPResponder {
    typealias Context = BasicRequestContext

    let responder: Responder

    func respond(to request: Request, context: BasicRequestContext) async throws -> Response {
        let incoming = IncomingRequest(
            method: request.method,
            target: request.head.path ?? "/",
            headers: request.headers,
            body: .stream { maximum in
                do {
                    let buffer = try await request.body.collect(upTo: maximum)
                    return Array(buffer.readableBytesView)
                } catch is NIOTooManyBytesError {
                    throw BodyTooLarge()
                }
            }
        )
        let outgoing = await responder.respond(to: incoming)
        let body = outgoing.body.isEmpty ? ResponseBody() : ResponseBody(byteBuffer: ByteBuffer(bytes: outgoing.body))
        return Response(status: outgoing.status, headers: outgoing.headers, body: body)
    }
}
