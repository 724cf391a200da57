import HTTPTypes
import JSONSchema
import OrderedCollections

/// Reads a route's body off the wire: bounded, in the right media type, and parsed when it is JSON.
struct BodyReader: Sendable {
    let declaration: BodyDeclaration
    /// In bytes.
    let maximum: Int

    /// The body, or nil when there is none; throws a 400, 413 or 415 problem.
    func read(_ request: IncomingRequest) async throws -> ReceivedBody? {
        if let announced = request.headers[.contentLength].flatMap(Int.init), announced > maximum {
            throw Problem.contentTooLarge(maximum: maximum)
        }
        let bytes: [UInt8]
        do {
            bytes = try await request.body.collect(upTo: maximum)
        } catch is BodyTooLarge {
            throw Problem.contentTooLarge(maximum: maximum)
        }
        guard !bytes.isEmpty else {
            return nil
        }
        let type = try contentType(of: request)
        guard case .json = declaration.content else {
            return ReceivedBody(bytes: bytes, contentType: type, json: nil)
        }
        return ReceivedBody(bytes: bytes, contentType: type, json: try parse(bytes))
    }

    private func contentType(of request: IncomingRequest) throws -> ContentType {
        if let coding = request.headers[.contentEncoding], coding.lowercased() != "identity" {
            throw Problem.unsupportedMediaType("The body must be sent without a content coding.")
        }
        let accepted = declaration.contentTypes.joined(separator: " or ")
        guard let field = request.headers[.contentType] else {
            throw Problem.unsupportedMediaType("The body needs a content-type: \(accepted).")
        }
        let type = ContentType(field)
        guard declaration.accepts(type) else {
            throw Problem.unsupportedMediaType("This route takes \(accepted).")
        }
        return type
    }

    private func parse(_ bytes: [UInt8]) throws -> JSON {
        do {
            return try JSON.parse(bytes)
        } catch {
            var problem = Problem.badRequest(
                "The body is not valid JSON: \(error.message) (line \(error.line), column \(error.column))."
            )
            problem.extensions["offset"] = JSON(error.offset)
            throw problem
        }
    }
}
