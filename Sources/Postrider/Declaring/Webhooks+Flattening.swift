/// A webhook with what the groups around it add.
struct PlacedWebhook: Sendable {
    var name: String
    var tags: [String]
    var isDeprecated: Bool
    var declaration: WebhookDeclaration
}

extension Webhooks {
    /// Every webhook below the group; a group that is included twice is reported and passed over the second time.
    func flattened(faults: inout [BootFault]) -> [PlacedWebhook] {
        var placed: [PlacedWebhook] = []
        var places: [ObjectIdentifier: DeclarationSite?] = [ObjectIdentifier(self): nil]
        collect(into: &placed, around: [], places: &places, faults: &faults)
        return placed
    }

    private func collect(
        into placed: inout [PlacedWebhook],
        around outer: [Webhooks],
        places: inout [ObjectIdentifier: DeclarationSite?],
        faults: inout [BootFault]
    ) {
        let groups = outer + [self]
        for member in declared {
            switch member {
            case .webhook(let webhook):
                placed.append(
                    PlacedWebhook(
                        name: groups.map(\.prefix).joined() + webhook.localName,
                        tags: RouteGroup.merged(groups.flatMap(\.tags) + webhook.options.tags),
                        isDeprecated: webhook.options.isDeprecated || groups.contains(where: \.isDeprecated),
                        declaration: webhook
                    )
                )
            case .group(let group, let site):
                if let first = places.updateValue(site, forKey: ObjectIdentifier(group)) {
                    let sites = [first, site].compactMap { $0 }
                    faults.append(BootFault("the webhooks \"\(group.prefix)\" are included twice", at: sites))
                } else {
                    group.collect(into: &placed, around: groups, places: &places, faults: &faults)
                }
            }
        }
    }
}
