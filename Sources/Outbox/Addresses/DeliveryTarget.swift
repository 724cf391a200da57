/// The parts of a subscription's URL that a request is made of.
package struct DeliveryTarget: Sendable, Hashable {
    package enum Scheme: String, Sendable {
        case http
        case https

        /// 80 or 443.
        package var defaultPort: Int {
            self == .http ? 80 : 443
        }
    }

    package enum Host: Sendable, Hashable {
        /// A name to resolve, lower case, without the trailing dot.
        case name(String)
        /// An address: the URL spells it in one of the ways that resolvers accept.
        case address(IPAddress)
    }

    package let scheme: Scheme
    package let host: Host
    /// 1 to 65535.
    package let port: Int
    /// Path and query, as the URL spells them; at least `/`.
    package let path: String

    /// The value of the `Host` field: addresses canonical, IPv6 in brackets, the port unless it is the scheme's.
    package var hostHeader: String {
        port == scheme.defaultPort ? bracketedHost : "\(bracketedHost):\(port)"
    }

    private var bracketedHost: String {
        switch host {
        case .name(let name): name
        case .address(let address): address.family == .v6 ? "[\(address)]" : address.description
        }
    }
}
