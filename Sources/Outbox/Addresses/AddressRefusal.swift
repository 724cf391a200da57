/// Why a delivery may not go to a URL or to an address.
package struct AddressRefusal: Error, Equatable {
    /// A bounded label, for metrics and tests.
    package enum Reason: String, Sendable, CaseIterable {
        case length
        case characters
        case scheme
        case userInfo = "user_info"
        case fragment
        case host
        case port
        case address
    }

    package let reason: Reason
    /// One sentence for the tenant: what is refused and the remedy; it quotes neither user info, path nor query.
    package let message: String
    /// The setting with which the operator can permit it, where there is one.
    package let setting: String?

    /// Takes a list of networks in CIDR notation that are permitted though the table refuses them.
    package static let setting = "DELIVERY_ALLOW_NETWORKS"

    init(_ reason: Reason, _ message: String, canBeAllowed: Bool = false) {
        self.reason = reason
        setting = canBeAllowed ? Self.setting : nil
        self.message = canBeAllowed ? "\(message); the operator can permit its network in \(Self.setting)" : message
    }
}

extension AddressRefusal: CustomStringConvertible {
    package var description: String { message }
}
