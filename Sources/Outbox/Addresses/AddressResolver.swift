/// Looks up the addresses of a host.
package protocol AddressResolver: Sendable {
    /// The host's addresses in the order in which to try them; never empty.
    ///
    /// Ends at once when its task is cancelled: a limit in time is the caller's business.
    ///
    /// - Throws: `ResolveError`, or `CancellationError`.
    func resolve(host: String, port: Int) async throws -> [IPAddress]
}

/// Why a host has no addresses.
package struct ResolveError: Error, Equatable, CustomStringConvertible {
    package enum Reason: String, Sendable {
        /// The name does not exist or has no addresses.
        case notFound = "not_found"
        /// The name server did not answer, or not usefully.
        case unavailable
        /// More lookups wait in this process than its limit.
        case overloaded
    }

    package let reason: Reason
    package let description: String

    package init(_ reason: Reason, _ description: String) {
        self.reason = reason
        self.description = description
    }
}
