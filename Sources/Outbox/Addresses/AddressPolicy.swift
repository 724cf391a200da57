/// Where deliveries may go: public addresses and the networks that the operator permits.
///
/// The gateway asks at registration, the worker before each connection, of the address it is about to connect to.
///
/// An explicit network wins over the table of refused ones, for its addresses and for every port there. An IPv6
/// address that embeds an IPv4 address is permitted by a network of either family, and a network of mapped
/// addresses (`::ffff:10.0.0.0/104`) stands for the IPv4 network in it. Elsewhere ports are 80, 443 and 1024 to
/// 65535: the well-known others belong to services that are not webhook receivers (SSH, SMTP, DNS).
package struct AddressPolicy: Sendable {
    /// The networks that are permitted whatever the table says.
    package let allowed: [Network]

    package init(allowing networks: [Network] = []) {
        allowed = networks.map(\.unmapped)
    }

    /// Whether an explicit network permits the address.
    package func allows(_ address: IPAddress) -> Bool {
        guard !allowed.isEmpty else { return false }
        let embedded = address.embedded
        return allowed.contains { network in
            network.contains(address) || embedded.map(network.contains) ?? false
        }
    }

    /// Why no delivery may go to the address, on any port; nil if one may.
    package func refusal(of address: IPAddress) -> AddressRefusal? {
        guard !allows(address), let special = Self.special(of: address) else { return nil }
        return AddressRefusal(.address, "the address belongs to \(special.description)", canBeAllowed: true)
    }

    /// Why no delivery may go to the port at the address; nil if one may.
    package func refusal(of address: IPAddress, port: Int) -> AddressRefusal? {
        if let refusal = refusal(of: address) { return refusal }
        guard !Self.isOrdinary(port: port), !allows(address) else { return nil }
        return Self.portRefusal(port)
    }

    /// Why a registration of the target is refused, given what its host resolves to: any refused address will do.
    ///
    /// Stricter than the worker, which uses the permitted addresses of a host, so that nobody is left with a
    /// subscription that works by chance. A host that does not resolve (no addresses) is not refused.
    package func refusal(of target: DeliveryTarget, resolvedTo addresses: [IPAddress]) -> AddressRefusal? {
        for address in addresses {
            guard let refusal = refusal(of: address, port: target.port) else { continue }
            return refusal.leading(from: target)
        }
        return nil
    }

    /// The line of the table that the address, or the IPv4 address in it, falls under.
    package static func special(of address: IPAddress) -> SpecialNetwork? {
        if let line = SpecialNetwork.table.first(where: { $0.network.contains(address) }) { return line }
        guard address.family == .v6 else { return nil }
        if let embedded = address.embedded { return special(of: embedded) }
        return SpecialNetwork.globalUnicastV6.contains(address) ? nil : SpecialNetwork.unallocatedV6
    }

    /// Whether deliveries may go to the port at any permitted address.
    package static func isOrdinary(port: Int) -> Bool {
        port == 80 || port == 443 || (1024...65535).contains(port)
    }

    static func portRefusal(_ port: Int) -> AddressRefusal {
        AddressRefusal(.port, "port \(port) is refused: use 80, 443 or 1024 to 65535", canBeAllowed: true)
    }
}

extension AddressRefusal {
    /// The same refusal, told as one of the target's host.
    ///
    /// It says the network, not the address that a name resolved to: an inner name server's answers are not the
    /// tenant's business.
    fileprivate func leading(from target: DeliveryTarget) -> AddressRefusal {
        guard reason == .address, case .name(let name) = target.host else { return self }
        return AddressRefusal(reason: reason, message: "\(name) can't be reached: \(message)", setting: setting)
    }

    private init(reason: Reason, message: String, setting: String?) {
        self.reason = reason
        self.message = message
        self.setting = setting
    }
}

extension Network {
    /// The IPv4 network in a network of mapped addresses; itself otherwise.
    fileprivate var unmapped: Network {
        guard base.family == .v6, prefixLength >= 96, base.bits >> 32 == IPAddress.mappedPrefix else { return self }
        return Network(base: IPAddress(v4: UInt32(truncatingIfNeeded: base.bits)), prefixLength: prefixLength - 96)
    }
}
