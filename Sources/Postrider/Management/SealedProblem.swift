import HTTPTypes
import Outbox

/// Runs what opens sealed values: a key that is missing is told by the name of its setting.
func openingSecrets<Result>(_ body: () async throws -> Result) async throws -> Result {
    do {
        return try await body()
    } catch let error as SecretBoxError {
        throw Problem(status: .internalServerError, detail: "Of the gateway's settings: \(error).")
    }
}

extension HTTPFields {
    /// An answer with a secret is kept by nobody on its way.
    static let secret: HTTPFields = [.cacheControl: "no-store"]
}
