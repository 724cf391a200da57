extension RouteGroup {
    /// Every route below the group, with what the groups around it add.
    ///
    /// A group that is included in itself would never end: it is reported and passed over.
    func flattened(faults: inout [BootFault]) -> [RouteDeclaration] {
        var routes: [RouteDeclaration] = []
        collect(into: &routes, around: [], faults: &faults)
        return routes
    }

    private func collect(into routes: inout [RouteDeclaration], around outer: [RouteGroup], faults: inout [BootFault]) {
        guard !outer.contains(where: { $0 === self }) else {
            faults.append(BootFault("the group \"\(prefix)\" is included in itself", at: [site]))
            return
        }
        let groups = outer + [self]
        for member in declared {
            switch member {
            case .group(let group): group.collect(into: &routes, around: groups, faults: &faults)
            case .route(let route): routes.append(Self.route(route, inside: groups))
            }
        }
    }

    private static func route(_ route: RouteDeclaration, inside groups: [RouteGroup]) -> RouteDeclaration {
        var route = route
        route.path = groups.map(\.prefix).joined() + route.path
        route.options.tags = merged(groups.flatMap(\.tags) + route.options.tags)
        route.options.security = groups.flatMap(\.security) + route.options.security
        route.options.responses += groups.reversed().flatMap(\.responses)
        route.options.isDeprecated = route.options.isDeprecated || groups.contains(where: \.isDeprecated)
        route.options.isHidden = route.options.isHidden || groups.contains(where: \.isHidden)
        return route
    }

    /// Outer to inner, each once.
    static func merged(_ tags: [String]) -> [String] {
        var seen: Set<String> = []
        return tags.filter { seen.insert($0).inserted }
    }
}
