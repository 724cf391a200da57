import Outbox

/// Connections that wait for their next request: at most so many for each endpoint and altogether.
///
/// The newest of an endpoint is used first, the longest unused one of all is given up first. Every operation
/// takes constant time but for the few connections of one endpoint.
struct IdleConnections<Connection: AnyObject> {
    private struct Node {
        let connection: Connection
        let endpoint: Endpoint
        let address: IPAddress
        /// The neighbours in the order of last use.
        var older: ObjectIdentifier?
        var newer: ObjectIdentifier?
    }

    private let maximum: Int
    private let maximumPerEndpoint: Int
    private var nodes: [ObjectIdentifier: Node] = [:]
    private var byEndpoint: [Endpoint: [ObjectIdentifier]] = [:]
    private var oldest: ObjectIdentifier?
    private var newest: ObjectIdentifier?

    init(maximum: Int, maximumPerEndpoint: Int) {
        self.maximum = maximum
        self.maximumPerEndpoint = maximumPerEndpoint
    }

    var count: Int { nodes.count }

    /// Adds a connection and returns the one that it displaces, if any: it may be itself.
    mutating func add(_ connection: Connection, to endpoint: Endpoint, at address: IPAddress) -> Connection? {
        guard maximum > 0, maximumPerEndpoint > 0 else { return connection }
        let id = ObjectIdentifier(connection)
        guard nodes[id] == nil else { return nil }
        let siblings = byEndpoint[endpoint] ?? []
        let victim = siblings.count >= maximumPerEndpoint ? siblings.first : nodes.count >= maximum ? oldest : nil
        let displaced = victim.flatMap { removeNode($0)?.connection }
        nodes[id] = Node(connection: connection, endpoint: endpoint, address: address, older: newest, newer: nil)
        if let newest { nodes[newest]?.newer = id }
        newest = id
        oldest = oldest ?? id
        byEndpoint[endpoint, default: []].append(id)
        return displaced
    }

    /// Takes the endpoint's newest connection to one of the addresses; those to other addresses are removed as well.
    mutating func take(
        _ endpoint: Endpoint,
        at addresses: [IPAddress]
    ) -> (found: Connection?, outdated: [Connection]) {
        var outdated: [Connection] = []
        while let id = byEndpoint[endpoint]?.last, let node = removeNode(id) {
            if addresses.contains(node.address) { return (node.connection, outdated) }
            outdated.append(node.connection)
        }
        return (nil, outdated)
    }

    /// Removes a connection; returns whether it was here.
    mutating func remove(_ connection: Connection) -> Bool {
        removeNode(ObjectIdentifier(connection)) != nil
    }

    mutating func removeAll() -> [Connection] {
        let all = nodes.values.map(\.connection)
        self = IdleConnections(maximum: maximum, maximumPerEndpoint: maximumPerEndpoint)
        return all
    }

    private mutating func removeNode(_ id: ObjectIdentifier) -> Node? {
        guard let node = nodes.removeValue(forKey: id) else { return nil }
        if let older = node.older { nodes[older]?.newer = node.newer } else { oldest = node.newer }
        if let newer = node.newer { nodes[newer]?.older = node.older } else { newest = node.older }
        byEndpoint[node.endpoint]?.removeAll { $0 == id }
        if byEndpoint[node.endpoint]?.isEmpty ?? false { byEndpoint[node.endpoint] = nil }
        return node
    }
}
