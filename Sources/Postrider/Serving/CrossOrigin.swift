import HTTPTypes

/// Which pages of other origins may call the gateway from a browser (Fetch standard, CORS protocol).
public struct CrossOrigin: Sendable, Hashable {
    /// The origins that may call.
    public enum Origins: Sendable, Hashable {
        /// Every one; then browsers send no credentials of their own.
        case any
        /// These, such as `https://app.example`.
        case these(Set<String>)
    }

    /// The origins that may call.
    public var origins: Origins
    /// Whether browsers may send cookies and credentials; only with named origins.
    public var allowsCredentials: Bool
    /// Fields of answers that scripts may read beside the safe ones.
    public var exposedHeaders: [String]
    /// How long a browser may remember the answer to its question; at least a second.
    public var maximumAge: Duration

    /// Chooses who may call; ten minutes of memory by default.
    public init(
        origins: Origins,
        allowsCredentials: Bool = false,
        exposedHeaders: [String] = ["x-request-id", "retry-after"],
        maximumAge: Duration = .seconds(600)
    ) {
        self.origins = origins
        self.allowsCredentials = allowsCredentials
        self.exposedHeaders = exposedHeaders
        self.maximumAge = maximumAge
    }

    /// Adds to an answer what the browser must read before it shows the answer to a script.
    func decorate(_ response: inout OutgoingResponse, to request: IncomingRequest) {
        if case .these = origins {
            response.headers[.vary] = [response.headers[.vary], "origin"].compactMap { $0 }.joined(separator: ", ")
        }
        guard let origin = request.headers[.origin], allows(origin) else {
            return
        }
        response.headers[.accessControlAllowOrigin] = origins == .any ? "*" : origin
        if allowsCredentials && origins != .any {
            response.headers[.accessControlAllowCredentials] = "true"
        }
        if request.method == .options, request.headers[.accessControlRequestMethod] != nil {
            response.headers[.accessControlAllowMethods] = response.headers[.allow]
            response.headers[.accessControlAllowHeaders] = request.headers[.accessControlRequestHeaders]
            response.headers[.accessControlMaxAge] = String(max(1, maximumAge.components.seconds))
        } else if !exposedHeaders.isEmpty {
            response.headers[.accessControlExposeHeaders] = exposedHeaders.joined(separator: ", ")
        }
    }

    private func allows(_ origin: String) -> Bool {
        switch origins {
        case .any: true
        case .these(let origins): origins.contains(origin)
        }
    }
}
