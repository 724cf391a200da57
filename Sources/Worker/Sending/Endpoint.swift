import Outbox

/// What connections are shared by: requests to one scheme, host and port.
struct Endpoint: Sendable, Hashable {
    let scheme: DeliveryTarget.Scheme
    let host: DeliveryTarget.Host
    let port: Int

    init(_ target: DeliveryTarget) {
        scheme = target.scheme
        host = target.host
        port = target.port
    }

    /// The name for SNI and for the certificate; nil if the URL names an address, which the certificate must hold then.
    var serverName: String? {
        if case .name(let name) = host { name } else { nil }
    }
}
